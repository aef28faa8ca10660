import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { WaitEntry } from '../../../contracts/http/index.js';
import { useBookingCall } from '../../api/bookings.js';
import { useServiceNow } from '../../api/live/live.js';
import { useNameOf } from '../../api/machines.js';
import { useMe } from '../../api/me.js';
import { ownCalls, waitListQuery } from '../../api/my-bookings.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { countdown } from '../../i18n/times.js';
import { Icon } from '../../ui/icons.js';
import { ProblemNotice } from '../../ui/problem.js';
import { useToast } from '../../ui/toasts.js';
import classes from './my-bookings.module.css';
import { Part } from '../../ui/part.js';

const useEntries = () => useQuery(waitListQuery(useMe().id));

/** Times that are held for this member, for a while. */
export function Offers() {
  const { data = [] } = useEntries();
  return data.flatMap(({ id, offer }) => (offer === null ? [] : [<Offer key={id} id={id} offer={offer} />]));
}

interface OfferProps {
  readonly id: string;
  readonly offer: NonNullable<WaitEntry['offer']>;
}

function Offer({ id, offer }: OfferProps) {
  const words = useTongue().t.waiting;
  const heading = useId();
  const nameOf = useNameOf();
  const toast = useToast();
  const now = useServiceNow();
  const { daySpan } = useTimes();
  const about = `${nameOf(offer)}, ${daySpan(Date.parse(offer.from), Date.parse(offer.to))}`;
  const claiming = useBookingCall(async () => {
    await ownCalls.claim(id);
    toast({ text: words.claimed(about) });
  });
  const leaving = useBookingCall(async () => {
    await ownCalls.leave(id);
    toast({ text: words.declined });
  });
  return (
    <section className={classes.offer} aria-labelledby={heading}>
      <h2 id={heading} className={classes.offerTitle}>
        <Icon name="bell" />
        {words.offerTitle}
      </h2>
      <p className={classes.offerTime}>{about}</p>
      <p className={classes.clock}>{words.offerLeft(countdown(Date.parse(offer.claimBy) - now))}</p>
      <ProblemNotice error={claiming.error ?? leaving.error} />
      <div className={classes.actions}>
        <Button size="md" loading={claiming.isPending} onClick={() => claiming.mutate(undefined)}>
          {words.claim}
        </Button>
        <Button size="md" variant="default" loading={leaving.isPending} onClick={() => leaving.mutate(undefined)}>
          {words.decline}
        </Button>
      </div>
    </section>
  );
}

export function WaitList() {
  const words = useTongue().t.waiting;
  const { data, error } = useEntries();
  const waiting = (data ?? []).filter(({ state }) => state === 'waiting');
  return (
    <Part title={words.title}>
      <ProblemNotice error={data === undefined ? error : null} />
      {data !== undefined && waiting.length === 0 && <p className={classes.quiet}>{words.none}</p>}
      {waiting.length > 0 && (
        <ul className={classes.rows}>
          {waiting.map((entry) => (
            <Waiting key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
    </Part>
  );
}

function Waiting({ entry }: { readonly entry: WaitEntry }) {
  const { t } = useTongue();
  const words = t.waiting;
  const nameOf = useNameOf();
  const toast = useToast();
  const { daySpan } = useTimes();
  const leaving = useBookingCall(async () => {
    await ownCalls.leave(entry.id);
    toast({ text: words.left });
  });
  const name = nameOf(entry);
  return (
    <li>
      <p className={classes.rowTitle}>{name}</p>
      <p>
        {words.wanted(entry.minutes)}, {words.within(daySpan(Date.parse(entry.from), Date.parse(entry.to)))}
      </p>
      <p className={classes.place}>
        <Icon name="hourglass" size={18} />
        {words.place(entry.ahead + 1)}
      </p>
      <ProblemNotice error={leaving.error} />
      <Button
        size="md"
        variant="default"
        loading={leaving.isPending}
        aria-label={t.tile.about(words.leave, name)}
        onClick={() => leaving.mutate(undefined)}
      >
        {words.leave}
      </Button>
    </li>
  );
}
