import { Button } from '@mantine/core';
import { type FormEvent, useId, useMemo, useState } from 'react';
import type { SettingKind, SettingScope, StoredSetting } from '../../../contracts/http/index.js';
import { changeSetting, heldAt, touchedBySettings } from '../../api/booking-settings.js';
import { useChange } from '../../api/change.js';
import { sayFieldWithin } from '../../api/problem.js';
import { useUnsaved } from '../../app/unsaved.js';
import { useTongue } from '../../i18n/language.js';
import { ProblemNotice } from '../../ui/problem.js';
import { fieldsOf } from '../../ui/schema-form/field-kind.js';
import { SchemaForm, type Values } from '../../ui/schema-form/schema-form.js';
import { useToast } from '../../ui/toasts.js';
import classes from './settings.module.css';

interface SettingCardProps {
  readonly kind: SettingKind;
  readonly stored: readonly StoredSetting[];
  readonly scope: SettingScope;
  readonly groupOfMachine: string | null;
  readonly mayChange: boolean;
}

/** One rule or policy at one scope: what it says, what holds and who says so, and the form that changes it. */
export function SettingCard({ kind, stored, scope, groupOfMachine, mayChange }: SettingCardProps) {
  const { language, t } = useTongue();
  const words = t.settings;
  const heading = useId();
  const toast = useToast();
  const held = heldAt(stored, kind.code, scope, groupOfMachine);
  const own = held !== undefined && held.scope.kind === scope.kind && held.scope.id === scope.id;
  const before: Values = useMemo(() => ({ ...kind.defaults, ...held?.settings }), [kind, held]);
  const [draft, setDraft] = useState<Values>();
  const dirty = draft !== undefined && JSON.stringify(draft) !== JSON.stringify(before);
  useUnsaved(dirty);
  const fields = useMemo(() => fieldsOf(kind.schema), [kind]);
  const title = kind.title[language];

  const reset = scope.kind === 'workshop' ? words.toDefault : words.inherit;
  const saving = useChange(async (settings: Values | null) => {
    await changeSetting(kind.code, scope, settings);
    toast({ text: settings === null ? words.inherited(title) : words.saved(title) });
  }, touchedBySettings);
  const send = (settings: Values | null): void => saving.mutate(settings, { onSuccess: () => setDraft(undefined) });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (dirty && !saving.isPending) send(draft);
  };
  const errorOf = (name: string): string | undefined => sayFieldWithin(saving.error, `settings.${name}`, language);
  const said = fields.some(({ name }) => errorOf(name) !== undefined);
  return (
    <form className={classes.card} aria-labelledby={heading} data-dirty={dirty} noValidate onSubmit={submit}>
      <div>
        <h3 id={heading} className={classes.title}>
          {title}
        </h3>
        <p className={classes.says}>{kind.says[language]}</p>
      </div>
      <p className={classes.origin}>
        <span className={classes.chip} data-own={own}>
          {own ? words.origin.here : originOf(held, words, language)}
        </span>
        {kind.override === 'staff' && <span>{words.staffMay}</span>}
        {kind.override === 'nobody' && <span>{words.nobodyMay}</span>}
      </p>
      {fields.length > 0 && (
        <SchemaForm
          fields={fields}
          labels={kind.fields}
          values={draft ?? before}
          change={setDraft}
          errorOf={errorOf}
          disabled={!mayChange}
        />
      )}
      {!said && <ProblemNotice error={saving.error} />}
      {mayChange && (dirty || own) && (
        <div className={classes.buttons}>
          {dirty && (
            <Button size="md" type="submit" loading={saving.isPending}>
              {words.save}
            </Button>
          )}
          {dirty && (
            <Button size="md" variant="default" onClick={() => (setDraft(undefined), saving.reset())}>
              {words.discard}
            </Button>
          )}
          {own && !dirty && (
            <Button
              size="md"
              variant="default"
              loading={saving.isPending}
              aria-label={t.tile.about(reset, title)}
              onClick={() => send(null)}
            >
              {reset}
            </Button>
          )}
        </div>
      )}
    </form>
  );
}

function originOf(
  held: StoredSetting | undefined,
  { origin }: ReturnType<typeof useTongue>['t']['settings'],
  language: 'pl' | 'en',
): string {
  if (held === undefined) return origin.default;
  const { kind, name } = held.scope;
  return kind === 'workshop' ? origin.workshop : origin[kind](name?.[language] ?? '');
}
