import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { SettingKind } from '../../../contracts/http/index.js';
import { useTongue } from '../../i18n/language.js';
import type { FieldKind, FormField } from './field-kind.js';
import classes from './schema-form.module.css';
import { WeeklyHours, noHours } from './weekly-hours.js';
import { Windows } from './windows.js';

export type Values = Readonly<Record<string, unknown>>;

interface SchemaFormProps {
  readonly fields: readonly FormField[];
  readonly labels: SettingKind['fields'];
  readonly values: Values;
  readonly change: (values: Values) => void;
  readonly errorOf: (name: string) => string | undefined;
  readonly disabled: boolean;
}

/** A form drawn from a JSON Schema, with labels, hints and units beside it. */
export function SchemaForm({ fields, labels, values, change, errorOf, disabled }: SchemaFormProps) {
  const { language } = useTongue();
  return (
    <div className={classes.form}>
      {fields.map(({ name, field, usual }) => {
        const words = labels[name];
        return (
          <Field
            key={name}
            field={field}
            label={words?.label[language] ?? name}
            hint={words?.hint?.[language]}
            unit={words?.unit?.[language]}
            usual={usual}
            value={values[name] ?? null}
            set={(value) => change({ ...values, [name]: value })}
            error={errorOf(name)}
            disabled={disabled}
          />
        );
      })}
    </div>
  );
}

interface FieldProps {
  readonly field: FieldKind;
  readonly label: string;
  readonly hint: string | undefined;
  readonly unit: string | undefined;
  readonly usual: unknown;
  readonly value: unknown;
  readonly set: (value: unknown) => void;
  readonly error: string | undefined;
  readonly disabled: boolean;
}

function Field(props: FieldProps) {
  const { field, label, hint, value, set, error, disabled } = props;
  if (field.kind === 'boolean')
    return <OnOff label={label} hint={hint} on={value === true} set={set} error={error} disabled={disabled} />;
  if (field.kind === 'number')
    return field.optional ? <OptionalNumber {...props} /> : <NumberField {...props} field={field} />;
  if (field.kind === 'choice') return <Choice {...props} field={field} />;
  if (field.kind === 'unknown') return null;
  return <Times {...props} field={field} />;
}

interface OnOffProps extends Pick<FieldProps, 'label' | 'hint' | 'error' | 'disabled'> {
  readonly on: boolean;
  readonly set: (on: boolean) => void;
}

function OnOff({ label, hint, on, set, error, disabled }: OnOffProps) {
  return (
    <Switch
      size="md"
      className={classes.switch}
      label={label}
      description={hint}
      checked={on}
      disabled={disabled}
      error={error}
      onChange={({ currentTarget }) => set(currentTarget.checked)}
    />
  );
}

/** What is not a whole number is kept as it is typed, for the service to say what is wrong with it. */
const numberOf = (text: string): unknown => (/^-?\d{1,9}$/.test(text.trim()) ? Number(text) : text);

function NumberField({
  label,
  hint,
  unit,
  value,
  set,
  error,
  disabled,
  field,
  hidden = false,
}: FieldProps & { hidden?: boolean }) {
  const { t } = useTongue();
  const limits = field.kind === 'number' ? t.settings.limits(field.min, field.max) : undefined;
  const described = [hidden ? undefined : hint, limits].filter((one) => one !== undefined).join(' ');
  return (
    <TextInput
      size="md"
      className={classes.number}
      inputMode="numeric"
      label={hidden ? undefined : label}
      aria-label={hidden ? label : undefined}
      description={described}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={typeof value === 'number' || typeof value === 'string' ? String(value) : ''}
      disabled={disabled}
      error={error}
      errorProps={{ role: 'alert' }}
      rightSection={unit === undefined ? undefined : <span className={classes.unit}>{unit}</span>}
      rightSectionWidth={unit === undefined ? undefined : `calc(${unit.length}ch + 1.25rem)`}
      onChange={({ currentTarget }) => set(numberOf(currentTarget.value))}
    />
  );
}

/** A limit that there may be: a switch, and behind it the number. */
function OptionalNumber(props: FieldProps) {
  const { field, label, hint, value, usual, set, disabled } = props;
  const first = typeof usual === 'number' ? usual : field.kind === 'number' ? Math.max(field.min, 1) : 1;
  return (
    <div className={classes.optional}>
      <OnOff
        label={label}
        hint={hint}
        on={value !== null}
        set={(on) => set(on ? first : null)}
        error={undefined}
        disabled={disabled}
      />
      {value !== null && <NumberField {...props} hidden />}
    </div>
  );
}

function Choice({
  label,
  hint,
  unit,
  value,
  set,
  error,
  disabled,
  field,
}: FieldProps & { field: FieldKind & { kind: 'choice' } }) {
  const { t } = useTongue();
  const said = (one: number): string => (unit === undefined ? String(one) : `${one} ${unit}`);
  const choices = field.values.map((one) => ({ value: String(one), label: said(one) }));
  return (
    <NativeSelect
      size="md"
      className={classes.number}
      label={label}
      description={hint}
      error={error}
      disabled={disabled}
      value={typeof value === 'number' ? String(value) : ''}
      data={field.optional ? [{ value: '', label: t.settings.off }, ...choices] : choices}
      onChange={({ currentTarget }) => set(currentTarget.value === '' ? null : Number(currentTarget.value))}
    />
  );
}

function Times({ label, hint, value, set, error, disabled, field }: FieldProps) {
  const id = useId();
  const optional = field.kind === 'weekly-hours' && field.optional;
  return (
    <div role="group" aria-labelledby={optional ? undefined : id} aria-label={optional ? label : undefined}>
      {optional ? (
        <OnOff
          label={label}
          hint={hint}
          on={value !== null}
          set={(on) => set(on ? noHours : null)}
          error={undefined}
          disabled={disabled}
        />
      ) : (
        <p id={id} className={classes.label}>
          {label}
        </p>
      )}
      {field.kind === 'windows' && <Windows windows={value} set={set} max={field.max} disabled={disabled} />}
      {field.kind === 'weekly-hours' && value !== null && <WeeklyHours hours={value} set={set} disabled={disabled} />}
      {error !== undefined && (
        <p role="alert" className={classes.error}>
          {error}
        </p>
      )}
    </div>
  );
}
