import { ActionIcon } from '@mantine/core';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../icons.js';
import { TimeField } from '../time-field.js';
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

export function TimeRangeFields({ range, set, about, disabled, remove }: TimeRangeProps) {
  const { t } = useTongue();
  return (
    <div className={classes.range}>
      <TimeField
        aria-label={t.settings.opens(about)}
        value={range.from}
        disabled={disabled}
        change={(from) => set({ ...range, from })}
      />
      <span aria-hidden="true">–</span>
      <TimeField
        aria-label={t.settings.closes(about)}
        value={range.to}
        disabled={disabled}
        endOfDay
        change={(to) => set({ ...range, to })}
      />
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
