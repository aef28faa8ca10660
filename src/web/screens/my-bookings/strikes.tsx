import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Strike } from '../../../contracts/http/index.js';
import { useBookingsChanged } from '../../api/bookings.js';
import { useServiceNow } from '../../api/live/live.js';
import { useNameOf } from '../../api/machines.js';
import { useMe } from '../../api/me.js';
import { ownCalls, strikesQuery } from '../../api/my-bookings.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { ProblemNotice } from '../../ui/problem.js';
import { TextDialog } from '../../ui/text-dialog.js';
import classes from './my-bookings.module.css';
import { Part } from '../../ui/part.js';

export function Strikes() {
  const words = useTongue().t.strikes;
  const { data, error } = useQuery(strikesQuery(useMe().id));
  return (
    <Part title={words.title}>
      <ProblemNotice error={data === undefined ? error : null} />
      {data?.length === 0 && <p className={classes.quiet}>{words.none}</p>}
      {data !== undefined && data.length > 0 && (
        <ul className={classes.rows}>
          {data.map((strike) => (
            <OneStrike key={strike.id} strike={strike} />
          ))}
        </ul>
      )}
    </Part>
  );
}

function OneStrike({ strike }: { readonly strike: Strike }) {
  const { t } = useTongue();
  const words = t.strikes;
  const nameOf = useNameOf();
  const now = useServiceNow();
  const { atDate } = useTimes();
  const changed = useBookingsChanged();
  const [appealing, setAppealing] = useState(false);
  const title = `${words.kinds[strike.kind]}: ${nameOf(strike)}, ${atDate(Date.parse(strike.at))}`;
  return (
    <li>
      <p className={classes.rowTitle}>{title}</p>
      <p>{standingOf(strike, now, words, (at) => atDate(Date.parse(at)))}</p>
      {strike.appeal !== null && <p>{words.yourAppeal(strike.appeal)}</p>}
      {strike.appeal !== null && strike.decidedAt === null && <p className={classes.place}>{words.appealed}</p>}
      {strike.answer !== null && <p>{words.answer(strike.answer)}</p>}
      {strike.appealedAt === null && strike.waivedAt === null && (
        <Button
          size="md"
          variant="default"
          aria-haspopup="dialog"
          aria-label={t.tile.about(words.appeal, title)}
          onClick={() => setAppealing(true)}
        >
          {words.appeal}
        </Button>
      )}
      {appealing && (
        <TextDialog
          title={words.appealTitle}
          hint={title}
          label={words.appealText}
          field="text"
          kind="text"
          missing={words.appealMissing}
          submit={words.send}
          close={() => setAppealing(false)}
          send={async (text) => {
            await ownCalls.appeal({ id: strike.id, text });
            await changed();
          }}
        />
      )}
    </li>
  );
}

function standingOf(
  { waivedAt, countsUntil }: Strike,
  now: number,
  words: ReturnType<typeof useTongue>['t']['strikes'],
  day: (at: string) => string,
): string {
  if (waivedAt !== null) return words.waived;
  if (countsUntil === null) return words.noConsequence;
  return Date.parse(countsUntil) <= now ? words.over : words.counts(day(countsUntil));
}
