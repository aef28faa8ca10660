import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Booking, BookingPreview, Machine, MachineGroup } from '../../../contracts/http/index.js';
import type { Interval } from '../../../core/interval.js';
import { bookingCalls, bookingPreviewQuery, bookingQuery, iso, useBookingCall } from '../../api/bookings.js';
import { isStaff, useMe } from '../../api/me.js';
import { useTongue } from '../../i18n/language.js';
import { Dialog } from '../../ui/dialog.js';
import { useToast } from '../../ui/toasts.js';
import type { Asked, Subject } from './asked.js';
import classes from './booking.module.css';
import { ForMember, type Person } from './for-member.js';
import { NoteField } from './note-field.js';
import { OverrideField } from './override-field.js';
import { Answer } from './preview-answer.js';
import { Repeat } from './repeat.js';
import { RulesPanel } from './rules-panel.js';
import { typedOf, understood } from './typed.js';
import { useClock } from './use-clock.js';
import { useSettled } from './use-settled.js';
import { WishFields } from './wish-fields.js';

interface BookingDialogProps {
  readonly asked: Extract<Asked, { what: 'new' | 'change' }>;
  readonly opened: boolean;
  readonly close: () => void;
  readonly machines: readonly Machine[];
  readonly groups: readonly MachineGroup[];
}

/** A booking that is wished for, or one to be changed: the answer is there before it is sent. */
export default function BookingDialog({ asked, opened, close, machines, groups }: BookingDialogProps) {
  const { t } = useTongue();
  return (
    <Dialog opened={opened} close={close} title={asked.what === 'new' ? t.booking.dialogNew : t.booking.dialogChange}>
      <BookingForm asked={asked} close={close} machines={machines} groups={groups} />
    </Dialog>
  );
}

function BookingForm({ asked, close, machines, groups }: Omit<BookingDialogProps, 'opened'>) {
  const { language, t } = useTongue();
  const me = useMe();
  const { timeZone, shortDaySpan } = useClock();
  const toast = useToast();
  const changed = asked.what === 'change' ? asked.booking : undefined;
  const [subject, setSubject] = useState<Subject>(subjectOf(asked));
  const [typed, setTyped] = useState(() => typedOf(asked.during, timeZone));
  const [person, setPerson] = useState<Person>();
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const [repeats, setRepeats] = useState(false);
  const { form, goOn } = useGoOn();

  const wish = understood(typed, timeZone);
  const during = wish.kind === 'whole' ? wish.during : undefined;
  const memberId = person?.id;
  const question = during && {
    ...(subject.kind === 'machine' ? { machine: subject.id } : { group: subject.id }),
    ...(changed === undefined ? { member: memberId } : { booking: changed.id }),
    from: iso(during.from),
    to: iso(during.to),
  };
  const settled = useSettled(question);
  const preview = useQuery(bookingPreviewQuery(repeats ? undefined : settled));
  const pending = settled !== question && JSON.stringify(settled) !== JSON.stringify(question);
  const answer = pending || preview.isPlaceholderData ? undefined : preview.data;

  const latest = useQuery({ ...bookingQuery(changed?.id ?? ''), enabled: changed !== undefined });
  const send = useBookingCall((when: Interval): Promise<Booking> => {
    const time = { from: iso(when.from), to: iso(when.to) };
    const override = reason.trim() === '' ? {} : { override: { reason } };
    if (changed !== undefined)
      return bookingCalls.change({
        id: changed.id,
        version: latest.data?.version ?? changed.version,
        machineId: subject.id,
        ...time,
        ...override,
      });
    const which = subject.kind === 'machine' ? { machineId: subject.id } : { machineGroupId: subject.id };
    const noted = note.trim() === '' ? {} : { note };
    return bookingCalls.make({ ...which, ...time, memberId, ...noted, ...override });
  });
  const nameOf = (id: string): string => machines.find((one) => one.id === id)?.name[language] ?? '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (during === undefined || repeats) return;
    send.mutate(during, {
      onSuccess: (made) => {
        const what = `${nameOf(made.machineId)}, ${shortDaySpan({ from: Date.parse(made.from), to: Date.parse(made.to) })}`;
        const say =
          changed !== undefined ? t.booking.changed : made.state === 'held' ? t.booking.madeHeld : t.booking.made;
        toast({ text: say(what) });
        close();
      },
    });
  };

  const error = send.error ?? (asked.error !== undefined && send.isIdle ? asked.error : null);
  const mayOverride = isStaff(me) && answer !== undefined && overridable(answer);
  const take = (when: Interval, machineId: string | undefined): void => {
    send.reset();
    setTyped(typedOf(when, timeZone));
    if (machineId !== undefined) setSubject({ kind: 'machine', id: machineId });
    goOn();
  };
  return (
    <form ref={form} noValidate onSubmit={submit} className={classes.form}>
      <WishFields
        subject={subject}
        choose={setSubject}
        typed={typed}
        change={(next) => {
          send.reset();
          setTyped(next);
        }}
        wish={wish}
        goOn={goOn}
        machines={machines}
        groups={changed === undefined ? groups : []}
      />
      {!repeats && (
        <Answer
          answer={answer}
          error={error ?? preview.error}
          wish={wish}
          subject={subject}
          person={person}
          machines={machines}
          take={take}
        />
      )}
      {mayOverride && <OverrideField reason={reason} change={setReason} />}
      {changed === undefined && isStaff(me) && (
        <ForMember
          person={person}
          choose={(next) => {
            setPerson(next);
            goOn();
          }}
        />
      )}
      {changed === undefined && !repeats && (
        <NoteField note={note} change={setNote} forApproval={answer?.needsApproval === true} />
      )}
      {changed === undefined && subject.kind === 'machine' && (
        <Repeat
          opened={repeats}
          open={setRepeats}
          machineId={subject.id}
          memberId={memberId}
          typed={typed}
          overrideReason={reason}
          close={close}
        />
      )}
      {subject.kind === 'machine' && <RulesPanel machineId={subject.id} memberId={memberId} />}
      {!repeats && (
        <div className={classes.buttons}>
          <Button variant="default" size="md" onClick={close}>
            {t.staff.cancel}
          </Button>
          <Button
            type="submit"
            size="md"
            loading={send.isPending}
            disabled={
              during === undefined || (answer !== undefined && !answer.allow && !(mayOverride && reason.trim() !== ''))
            }
          >
            {submitWord()}
          </Button>
        </div>
      )}
    </form>
  );

  function submitWord(): string {
    if (mayOverride && reason.trim() !== '') return t.booking.overrideSubmit;
    if (changed !== undefined) return t.booking.submitChange;
    return answer?.needsApproval === true ? t.booking.submitHeld : t.booking.submit;
  }
}

/** What was pressed goes away: the focus goes on to what is asked next, or to what sends the form. */
function useGoOn() {
  const form = useRef<HTMLFormElement>(null);
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (count === 0) return;
    const next = form.current?.querySelector<HTMLElement>('[role=alert] button, button[type=submit]:enabled');
    next?.focus();
  }, [count]);
  return { form, goOn: () => setCount((before) => before + 1) };
}

function subjectOf(asked: BookingDialogProps['asked']): Subject {
  return asked.what === 'new' ? asked.subject : { kind: 'machine', id: asked.machineId };
}

/** Staff may set aside every reason that there is; a time that somebody has is not one of them. */
const overridable = ({ allow, taken, refusals }: BookingPreview): boolean =>
  !allow && !taken && refusals.length > 0 && refusals.every(({ override }) => override === 'staff');
