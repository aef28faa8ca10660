import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Booking, Strike } from '../../../contracts/http/index.js';
import { useBookingCall, useBookingsChanged } from '../../api/bookings.js';
import { appealsQuery, approvalsQuery, deskCalls } from '../../api/booking-desk.js';
import { useServiceNow } from '../../api/live/live.js';
import { useNameOf } from '../../api/machines.js';
import { useTimes } from '../../api/times.js';
import { useTongue } from '../../i18n/language.js';
import { ProblemNotice } from '../../ui/problem.js';
import { TextDialog } from '../../ui/text-dialog.js';
import { useToast } from '../../ui/toasts.js';
import classes from './desk.module.css';
import { DeskList } from './desk-list.js';

/** Bookings that wait for approval, and appeals that wait for an answer. */
export function Decisions() {
  const { t } = useTongue();
  const approvals = useQuery(approvalsQuery);
  const appeals = useQuery(appealsQuery);
  return (
    <div className={classes.columns}>
      <DeskList title={t.desk.approvals} none={t.desk.noApprovals} query={approvals}>
        {(booking) => <Approval key={booking.id} booking={booking} />}
      </DeskList>
      <DeskList title={t.desk.appeals} none={t.desk.noAppeals} query={appeals}>
        {(strike) => <Appeal key={strike.id} strike={strike} />}
      </DeskList>
    </div>
  );
}

function Approval({ booking }: { readonly booking: Booking }) {
  const { t } = useTongue();
  const words = t.desk;
  const nameOf = useNameOf();
  const toast = useToast();
  const now = useServiceNow();
  const changed = useBookingsChanged();
  const { daySpan, atTime } = useTimes();
  const [declining, setDeclining] = useState(false);
  const time = daySpan(Date.parse(booking.from), Date.parse(booking.to));
  const about = `${nameOf(booking)}, ${time}`;
  const approving = useBookingCall(async () => {
    await deskCalls.approve(booking.id);
    toast({ text: words.approved(about) });
  });
  return (
    <li>
      <p className={classes.rowTitle}>{booking.memberName}</p>
      <p>{about}</p>
      {booking.note !== null && <p className={classes.quiet}>{booking.note}</p>}
      {booking.expiresAt !== null && (
        <p className={classes.quiet}>{words.expires(atTime(Date.parse(booking.expiresAt), now))}</p>
      )}
      <ProblemNotice error={approving.error} />
      <div className={classes.buttons}>
        <Button
          size="md"
          loading={approving.isPending}
          aria-label={t.tile.about(words.approve, about)}
          onClick={() => approving.mutate(undefined)}
        >
          {words.approve}
        </Button>
        <Button
          size="md"
          variant="default"
          aria-haspopup="dialog"
          aria-label={t.tile.about(words.decline, about)}
          onClick={() => setDeclining(true)}
        >
          {words.decline}
        </Button>
      </div>
      {declining && (
        <TextDialog
          title={words.declineTitle}
          hint={`${booking.memberName ?? ''}: ${about}`}
          label={words.reason}
          field="reason"
          kind="text"
          missing={words.reasonMissing}
          submit={words.decline}
          danger
          close={() => setDeclining(false)}
          send={async (reason) => {
            await deskCalls.decline({ id: booking.id, reason });
            toast({ text: words.declined(about) });
            await changed();
          }}
        />
      )}
    </li>
  );
}

function Appeal({ strike }: { readonly strike: Strike }) {
  const { t } = useTongue();
  const words = t.desk;
  const nameOf = useNameOf();
  const toast = useToast();
  const changed = useBookingsChanged();
  const { atDate } = useTimes();
  const [answering, setAnswering] = useState<'waive' | 'keep'>();
  const about = `${t.strikes.kinds[strike.kind]}: ${nameOf(strike)}, ${atDate(Date.parse(strike.at))}`;
  const button = (what: 'waive' | 'keep') => (
    <Button
      size="md"
      variant={what === 'waive' ? 'filled' : 'default'}
      aria-haspopup="dialog"
      aria-label={t.tile.about(words[what], strike.memberName)}
      onClick={() => setAnswering(what)}
    >
      {words[what]}
    </Button>
  );
  return (
    <li>
      <p className={classes.rowTitle}>{strike.memberName}</p>
      <p>{about}</p>
      {strike.appeal !== null && <blockquote className={classes.quote}>{strike.appeal}</blockquote>}
      <div className={classes.buttons}>
        {button('waive')}
        {button('keep')}
      </div>
      {answering !== undefined && (
        <TextDialog
          title={words[answering]}
          hint={`${strike.memberName}. ${about}`}
          label={words.answer}
          field="answer"
          kind="text"
          missing={words.answerMissing}
          submit={words[answering]}
          close={() => setAnswering(undefined)}
          send={async (answer) => {
            await deskCalls.decide({ id: strike.id, waive: answering === 'waive', answer });
            toast({ text: words.answered });
            await changed();
          }}
        />
      )}
    </li>
  );
}
