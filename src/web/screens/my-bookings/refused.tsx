import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useNameOf } from '../../api/machines.js';
import { ApiProblem } from '../../api/problem.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { ProblemNotice } from '../../ui/problem.js';
import type { Wish } from './deeds.js';
import classes from './my-bookings.module.css';

interface RefusedProps {
  readonly error: Error;
  /** What taking another time is called. */
  readonly name: (time: string) => string;
  /** Undefined: no other time will do. */
  readonly tryAt: ((wish: Wish) => void) | undefined;
  readonly children?: ReactNode;
}

/** Why not, and the nearest times when it would be possible: one press away, nothing typed again. */
export function Refused({ error, name, tryAt, children }: RefusedProps) {
  const { t } = useTongue();
  const { daySpan } = useTimes();
  const nameOf = useNameOf();
  const alternatives = error instanceof ApiProblem ? (error.problem.alternatives ?? []) : [];
  const said = ({ from, to, machineId }: (typeof alternatives)[number]): string => {
    const time = daySpan(Date.parse(from), Date.parse(to));
    return machineId === undefined ? time : `${time}, ${nameOf({ machineId })}`;
  };
  return (
    <div className={classes.refused}>
      <ProblemNotice error={error} />
      {tryAt !== undefined && alternatives.length > 0 && (
        <div role="group" aria-label={t.myBookings.alternatives} className={classes.alternatives}>
          <p>{t.myBookings.alternatives}:</p>
          {alternatives.map((wish) => (
            <Button key={`${wish.from} ${wish.machineId}`} size="md" variant="light" onClick={() => tryAt(wish)}>
              {name(said(wish))}
            </Button>
          ))}
        </div>
      )}
      {children}
    </div>
  );
}
