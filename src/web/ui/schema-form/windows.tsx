import { Button } from '@mantine/core';
import { z } from 'zod';
import { useTongue } from '../../i18n/language.js';
import { Icon } from '../icons.js';
import classes from './schema-form.module.css';
import { TimeRangeFields } from './time-range.js';
import { weekdayName, weekdays } from './week.js';

const policyWindow = z.object({ days: z.array(z.enum(weekdays)), from: z.string(), to: z.string() });
type PolicyWindow = z.infer<typeof policyWindow>;
const usual: PolicyWindow = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '22:00', to: '06:00' };

interface WindowsProps {
  readonly windows: unknown;
  readonly set: (windows: readonly PolicyWindow[]) => void;
  readonly max: number;
  readonly disabled: boolean;
}

/** Hours that come back on some days of each week; an end that is not later than the start is on the next day. */
export function Windows({ windows, set, max, disabled }: WindowsProps) {
  const { language, t } = useTongue();
  const known = z.array(policyWindow).safeParse(windows).data ?? [];
  return (
    <div className={classes.windows}>
      {known.map((one, index) => {
        const about = t.settings.window(index + 1);
        const put = (next: Partial<PolicyWindow>): void => set(known.with(index, { ...one, ...next }));
        return (
          // oxlint-disable-next-line react/no-array-index-key -- a window is nothing but its place and its times
          <div key={index} role="group" aria-label={about} className={classes.window}>
            <div className={classes.days}>
              {weekdays.map((day) => (
                <button
                  key={day}
                  type="button"
                  className={classes.dayToggle}
                  aria-pressed={one.days.includes(day)}
                  title={weekdayName(day, language)}
                  disabled={disabled}
                  onClick={() =>
                    put({ days: weekdays.filter((other) => one.days.includes(other) !== (other === day)) })
                  }
                >
                  {weekdayName(day, language, 'short')}
                </button>
              ))}
            </div>
            <TimeRangeFields
              range={one}
              set={({ from, to }) => put({ from, to })}
              about={about}
              disabled={disabled}
              remove={{ label: t.settings.removeWindow, run: () => set(known.toSpliced(index, 1)) }}
            />
          </div>
        );
      })}
      {!disabled && known.length < max && (
        <Button
          size="compact-md"
          variant="subtle"
          className={classes.add}
          leftSection={<Icon name="plus" size={18} />}
          onClick={() => set([...known, usual])}
        >
          {t.settings.addWindow}
        </Button>
      )}
    </div>
  );
}
