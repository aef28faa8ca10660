import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Booking } from '../../../contracts/http/index.js';
import { bookingQuery } from '../../api/bookings.js';
import { useTile } from '../../api/live/live.js';
import { isStaff, useMe } from '../../api/me.js';
import { isCode, sayError } from '../../api/problem.js';
import { useTongue } from '../../i18n/language.js';
import { Dialog } from '../../ui/dialog.js';
import { Notice } from '../../ui/notice.js';
import { Refusals } from '../../ui/refusals.js';
import type { Ask } from './asked.js';
import classes from './booking.module.css';
import { HandOver } from './hand-over.js';
import { useClock } from './use-clock.js';
import { type BookingActions, useBookingActions } from './use-booking-actions.js';

interface OwnBookingProps {
  readonly id: string;
  readonly opened: boolean;
  readonly close: () => void;
  readonly ask: Ask;
  readonly machineName: (id: string) => string;
  readonly now: number;
}

/** One booking, and what can be done with it. */
export default function OwnBooking({ id, opened, close, ask, machineName, now }: OwnBookingProps) {
  const { language, t } = useTongue();
  const { data, error, refetch } = useQuery({ ...bookingQuery(id), enabled: opened });
  return (
    <Dialog opened={opened} close={close} title={t.booking.ownTitle}>
      {data === undefined && error === null && <p className={classes.quiet}>{t.app.loading}</p>}
      {data === undefined && error !== null && (
        <div className={classes.form}>
          <Notice tone="bad" alert>
            <p>{isCode(error, 'not-found') ? t.booking.gone : sayError(error, language, t)}</p>
          </Notice>
          <Button size="md" onClick={() => void refetch()}>
            {t.app.retry}
          </Button>
        </div>
      )}
      {data !== undefined && (
        <Told booking={data} close={close} ask={ask} machine={machineName(data.machineId)} now={now} />
      )}
    </Dialog>
  );
}

interface ToldProps {
  readonly booking: Booking;
  readonly close: () => void;
  readonly ask: Ask;
  readonly machine: string;
  readonly now: number;
}

function Told({ booking, close, ask, machine, now }: ToldProps) {
  const { language, t } = useTongue();
  const { daySpan, time } = useClock();
  const me = useMe();
  const during = { from: Date.parse(booking.from), to: Date.parse(booking.to) };
  const actions = useBookingActions(booking, `${machine}, ${daySpan(during)}`, close);
  const { error } = actions;
  const open =
    during.to > now && ['held', 'confirmed', 'in_use'].includes(booking.state) && booking.heldFor !== 'claim';
  const state = booking.heldFor === null ? t.booking.states[booking.state] : t.booking.heldFor[booking.heldFor];
  return (
    <div className={classes.form}>
      <dl className={classes.facts}>
        <dt>{t.booking.machine}</dt>
        <dd>{machine}</dd>
        <dt>{t.booking.when}</dt>
        <dd>{daySpan(during)}</dd>
        <dt>{t.booking.state}</dt>
        <dd>{state}</dd>
        {booking.memberId !== me.id && booking.memberName !== null && (
          <>
            <dt>{t.booking.who}</dt>
            <dd>{booking.memberName}</dd>
          </>
        )}
      </dl>
      {booking.state === 'confirmed' && booking.checkInBy !== null && (
        <p className={classes.quiet}>{t.booking.checkInBy(time(Date.parse(booking.checkInBy)))}</p>
      )}
      {error !== null && (
        <Notice tone="bad" alert>
          <p>{isCode(error, 'stale-version') ? t.booking.changedMeanwhile : sayError(error, language, t)}</p>
        </Notice>
      )}
      {actions.refusals.length > 0 && <Refusals refusals={actions.refusals} />}
      {open && (
        <Choices
          booking={booking}
          actions={actions}
          started={during.from <= now}
          change={() => ask({ what: 'change', booking, during, machineId: booking.machineId })}
          handsOver={booking.memberId === me.id || isStaff(me)}
        />
      )}
    </div>
  );
}

interface ChoicesProps {
  readonly booking: Booking;
  readonly actions: BookingActions;
  readonly started: boolean;
  readonly change: () => void;
  readonly handsOver: boolean;
}

function Choices({ booking, actions, started, change, handsOver }: ChoicesProps) {
  const { t } = useTongue();
  const [handing, setHanding] = useState(false);
  const tile = useTile(booking.machineId);
  // Where there is a gate, whoever has not tapped has not begun: that time is cancelled, not finished.
  const begun = booking.state === 'in_use' || (started && booking.state === 'confirmed' && tile?.gate === null);
  if (handing) return <HandOver actions={actions} cancel={() => setHanding(false)} />;
  const button = { size: 'md', variant: 'default', disabled: actions.pending } as const;
  return (
    <div className={classes.choices}>
      {booking.state !== 'held' && (
        <>
          <Button {...button} variant="filled" onClick={change}>
            {t.booking.change}
          </Button>
          <Button {...button} onClick={actions.longer}>
            {t.booking.longer}
          </Button>
        </>
      )}
      {begun && (
        <Button {...button} onClick={actions.finish}>
          {t.booking.finish}
        </Button>
      )}
      {!started && handsOver && booking.state === 'confirmed' && (
        <Button {...button} onClick={() => setHanding(true)}>
          {t.booking.handOver}
        </Button>
      )}
      <Button {...button} onClick={actions.cancel}>
        {t.booking.cancel}
      </Button>
      {booking.seriesId !== null && (
        <Button {...button} onClick={actions.cancelFollowing}>
          {t.booking.cancelFollowing}
        </Button>
      )}
    </div>
  );
}
