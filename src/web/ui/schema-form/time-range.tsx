import { ActionIcon, TextInput } from '@mantine/core';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../icons.js';
import classes from './schema-form.module.css';

export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

interface TimeRangeProps {
  readonly range: TimeRange;
  readonly set: (range: TimeRange) => void;
  /** Names the field when there are many of them. */
  readonly about: string;
  readonly disabled: boolean;
  readonly remove: { readonly label: string; readonly run: () => void };
}

/** The end of a day is `24:00` to the service, and 00:00 in the browser's field. */
const shownEnd = (to: string): string => (to === '24:00' ? '00:00' : to);

export function TimeRangeFields({ range, set, about, disabled, remove }: TimeRangeProps) {
  const { t } = useTongue();
  const field = (label: string, value: string, change: (value: string) => void) => (
    <TextInput
      type="time"
      size="md"
      aria-label={label}
      value={value}
      disabled={disabled}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
  return (
    <div className={classes.range}>
      {field(t.settings.opens(about), range.from, (from) => set({ ...range, from }))}
      <span aria-hidden="true">–</span>
      {field(t.settings.closes(about), shownEnd(range.to), (to) => set({ ...range, to }))}
      {!disabled && (
        <ActionIcon
          size={44}
          variant="subtle"
          aria-label={`${remove.label}: ${about}`}
          title={remove.label}
          onClick={remove.run}
        >
          <Icon name="cross" />
        </ActionIcon>
      )}
    </div>
  );
}
