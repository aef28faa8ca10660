import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { Machine, MachineGroup } from '../../../contracts/http/index.js';
import { useTongue } from '../../i18n/language.js';
import { wallAt } from '../../i18n/wall-clock.js';
import { Notice } from '../../ui/notice.js';
import { TimeField } from '../../ui/time-field.js';
import type { Subject } from './asked.js';
import classes from './booking.module.css';
import { answered, endDayOf, type Typed, type Understood } from './typed.js';
import { useClock } from './use-clock.js';
import { dayOf, isDay } from './wall.js';

interface WishFieldsProps {
  readonly subject: Subject;
  readonly choose: (subject: Subject) => void;
  readonly typed: Typed;
  readonly change: (typed: Typed) => void;
  readonly wish: Understood;
  /** A question was answered, and is gone. */
  readonly goOn: () => void;
  readonly machines: readonly Machine[];
  readonly groups: readonly MachineGroup[];
}

/** Which machine, and when, by the clock on the wall. */
export function WishFields({ subject, choose, typed, change, wish, goOn, machines, groups }: WishFieldsProps) {
  const { t } = useTongue();
  const { timeZone, day } = useClock();
  const dayField = (name: 'day' | 'endDay') => (
    <TextInput
      size="md"
      type="date"
      label={t.booking[name]}
      value={typed[name] ?? ''}
      onChange={({ currentTarget: { value } }) => change({ ...typed, [name]: value, chosen: [] })}
    />
  );
  const timeField = (name: 'from' | 'to') => (
    <TimeField
      label={t.booking[name]}
      value={typed[name]}
      change={(time) => change({ ...typed, [name]: time, chosen: [] })}
    />
  );
  const lastDay = endDayOf(typed);
  const endsLater = typed.endDay === undefined && isDay(typed.day) && typed.to !== '' && lastDay !== typed.day;
  return (
    <div className={classes.fields}>
      <SubjectSelect subject={subject} choose={choose} machines={machines} groups={groups} />
      <div className={classes.when}>
        {dayField('day')}
        {timeField('from')}
        {timeField('to')}
      </div>
      {typed.endDay === undefined ? (
        <div className={classes.ends}>
          {endsLater && <span>{t.booking.nextDay(day(dayOf(lastDay, timeZone).from))}</span>}
          <button
            type="button"
            className={classes.textButton}
            onClick={() => change({ ...typed, endDay: isDay(typed.day) ? lastDay : typed.day })}
          >
            {t.booking.otherEndDay}
          </button>
        </div>
      ) : (
        dayField('endDay')
      )}
      {wish.kind === 'asks' && (
        <ClockQuestion
          wish={wish}
          typed={typed}
          change={(next) => {
            change(next);
            goOn();
          }}
        />
      )}
      {(wish.kind === 'incomplete' || wish.kind === 'inverted') && (
        <Notice tone="wait" alert>
          <p>{t.booking[wish.kind]}</p>
        </Notice>
      )}
    </div>
  );
}

interface SubjectSelectProps {
  readonly subject: Subject;
  readonly choose: (subject: Subject) => void;
  readonly machines: readonly Machine[];
  readonly groups: readonly MachineGroup[];
}

/** A machine, or any of a group. */
export function SubjectSelect({ subject, choose, machines, groups }: SubjectSelectProps) {
  const { language, t } = useTongue();
  const order = new Intl.Collator(language, { numeric: true });
  const byName = <T extends Machine | MachineGroup>(all: readonly T[]): T[] =>
    all.toSorted((a, b) => order.compare(a.name[language], b.name[language]));
  return (
    <NativeSelect
      size="md"
      label={t.booking.machine}
      value={`${subject.kind}:${subject.id}`}
      onChange={({ currentTarget: { value } }) => {
        const [kind, id = ''] = value.split(':');
        choose({ kind: kind === 'group' ? 'group' : 'machine', id });
      }}
    >
      {byName(machines).map(({ id, name }) => (
        <option key={id} value={`machine:${id}`}>
          {name[language]}
        </option>
      ))}
      {groups.length > 0 && (
        <optgroup label={t.booking.anyOf}>
          {byName(groups.filter(({ machineIds }) => machineIds.length > 0)).map(({ id, name }) => (
            <option key={id} value={`group:${id}`}>
              {name[language]}
            </option>
          ))}
        </optgroup>
      )}
    </NativeSelect>
  );
}

interface ClockQuestionProps {
  readonly wish: Extract<Understood, { kind: 'asks' }>;
  readonly typed: Typed;
  readonly change: (typed: Typed) => void;
}

/** The clocks are set on that day: which time is meant has to be said. */
function ClockQuestion({ wish: { edge, meant }, typed, change }: ClockQuestionProps) {
  const { t } = useTongue();
  const { timeZone } = useClock();
  const asked = typed[edge];
  const timeAt = (at: number): string => wallAt(at, timeZone).time;
  const choices =
    meant.kind === 'twice'
      ? [
          { at: meant.first, word: t.booking.first(asked) },
          { at: meant.second, word: t.booking.second(asked) },
        ]
      : [
          { at: meant.before, word: timeAt(meant.before) },
          { at: meant.after, word: timeAt(meant.after) },
        ];
  return (
    <Notice tone="wait" alert>
      <p>{meant.kind === 'twice' ? t.booking.twice(asked) : t.booking.missing(asked)}</p>
      <div className={classes.choices}>
        {choices.map(({ at, word }) => (
          <Button key={at} variant="default" size="md" onClick={() => change(answered(typed, edge, at, timeZone))}>
            {word}
          </Button>
        ))}
      </div>
    </Notice>
  );
}
