import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Machine, MachineGroup } from '../../../contracts/http/index.js';
import { freeTimesQuery } from '../../api/bookings.js';
import { sayError } from '../../api/problem.js';
import { useTongue } from '../../i18n/language.js';
import { Empty, Notice } from '../../ui/notice.js';
import { type Ask, roundedUp, type Subject } from './asked.js';
import classes from './booking.module.css';
import { DayStrip } from './day-strip.js';
import { type Choice, ChosenTime, FreeGap } from './free-gap.js';
import { LengthChips } from './length-chips.js';
import { RulesPanel } from './rules-panel.js';
import { useClock } from './use-clock.js';
import { dayOf } from './wall.js';
import { SubjectSelect } from './wish-fields.js';

interface FreeListProps {
  readonly day: string;
  readonly today: string;
  readonly goTo: (day: string) => void;
  readonly machines: readonly Machine[];
  readonly groups: readonly MachineGroup[];
  readonly now: number;
  readonly ask: Ask;
}

/** On a phone: what is free, to be booked with one tap to choose and one to book. */
export function FreeList({ day, today, goTo, machines, groups, now, ask }: FreeListProps) {
  const { language, t } = useTongue();
  const { timeZone } = useClock();
  const [subject, setSubject] = useState<Subject>(() => ({ kind: 'machine', id: firstOf(machines, language) }));
  const [minutes, setMinutes] = useState(60);
  const [chosen, setChosen] = useState<Choice>();
  const ids =
    subject.kind === 'machine' ? [subject.id] : (groups.find(({ id }) => id === subject.id)?.machineIds ?? []);
  const whole = dayOf(day, timeZone);
  const within = { from: Math.max(whole.from, roundedUp(now)), to: whole.to };
  const { data, error, isPending, refetch } = useQuery({
    ...freeTimesQuery(ids, minutes, within.from, within.to),
    enabled: within.from < within.to,
  });
  const choose = (next: Partial<{ subject: Subject; minutes: number; day: string }>): void => {
    setChosen(undefined);
    if (next.subject !== undefined) setSubject(next.subject);
    if (next.minutes !== undefined) setMinutes(next.minutes);
    if (next.day !== undefined) goTo(next.day);
  };
  const gaps = (data ?? []).flatMap(({ machineId, items }) =>
    items.map(({ from, to }) => ({ machineId, from: Date.parse(from), to: Date.parse(to) })),
  );
  return (
    <div className={classes.freeList}>
      <SubjectSelect
        subject={subject}
        choose={(next) => choose({ subject: next })}
        machines={machines}
        groups={groups}
      />
      <LengthChips minutes={minutes} choose={(next) => choose({ minutes: next })} />
      <DayStrip day={day} today={today} choose={(next) => choose({ day: next })} />
      {error !== null && (
        <Notice tone="bad" alert>
          <p>{sayError(error, language, t)}</p>
          <Button mt="sm" size="md" onClick={() => void refetch()}>
            {t.app.retry}
          </Button>
        </Notice>
      )}
      <section aria-label={t.booking.freeTimes} aria-busy={isPending} className={classes.gaps}>
        {error === null && data === undefined && within.from < within.to && (
          <p className={classes.quiet}>{t.app.loading}</p>
        )}
        {(data !== undefined || within.from >= within.to) && gaps.length === 0 && (
          <Empty title={t.booking.noFreeTime} icon="calendar">
            <p>{t.booking.noFreeTimeHint}</p>
          </Empty>
        )}
        {gaps.map((gap) => (
          <FreeGap
            key={`${gap.machineId}-${gap.from}`}
            gap={gap}
            lengthMs={minutes * 60_000}
            machine={
              subject.kind === 'group' ? machines.find(({ id }) => id === gap.machineId)?.name[language] : undefined
            }
            chosen={chosen}
            choose={setChosen}
          />
        ))}
      </section>
      {subject.kind === 'machine' && <RulesPanel key={subject.id} machineId={subject.id} />}
      {chosen !== undefined && (
        <ChosenTime
          key={`${chosen.machineId}-${chosen.from}`}
          chosen={chosen}
          machine={machines.find(({ id }) => id === chosen.machineId)?.name[language] ?? ''}
          ask={ask}
          done={() => setChosen(undefined)}
        />
      )}
    </div>
  );
}

function firstOf(machines: readonly Machine[], language: 'pl' | 'en'): string {
  const order = new Intl.Collator(language, { numeric: true });
  return machines.toSorted((a, b) => order.compare(a.name[language], b.name[language]))[0]?.id ?? '';
}
