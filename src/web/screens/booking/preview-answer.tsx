import { Button } from '@mantine/core';
import type { BookingPreview, Machine } from '../../../contracts/http/index.js';
import type { Interval } from '../../../core/interval.js';
import { bookingCalls, iso, useBookingCall } from '../../api/bookings.js';
import { ApiProblem, sayError } from '../../api/problem.js';
import { useTongue } from '../../i18n/language.js';
import { Notice } from '../../ui/notice.js';
import { Refusals } from '../../ui/refusals.js';
import type { Subject } from './asked.js';
import classes from './booking.module.css';
import type { Person } from './for-member.js';
import type { Understood } from './typed.js';
import { useClock } from './use-clock.js';

const takenCodes = new Set(['slot-taken', 'needed-machine-taken']);
type Alternative = BookingPreview['alternatives'][number];

interface AnswerProps {
  /** Undefined: on its way. */
  readonly answer: BookingPreview | undefined;
  readonly error: Error | null;
  readonly wish: Understood;
  readonly subject: Subject;
  readonly person: Person | undefined;
  readonly machines: readonly Machine[];
  readonly take: (during: Interval, machineId: string | undefined) => void;
}

/** May I have it then, and if not, why not and when. Read out when it changes. */
export function Answer({ answer, error, wish, subject, person, machines, take }: AnswerProps) {
  const { language, t } = useTongue();
  if (wish.kind !== 'whole') return null;
  const names = (ids: readonly string[]): string =>
    ids.map((id) => machines.find((one) => one.id === id)?.name[language] ?? '').join(', ');
  const refusedBy = error instanceof ApiProblem ? error.problem : undefined;
  const taken = refusedBy === undefined ? answer?.taken === true : takenCodes.has(refusedBy.code);
  const refusals = refusedBy?.refusals ?? answer?.refusals ?? [];
  const alternatives = refusedBy?.alternatives ?? answer?.alternatives ?? [];
  return (
    <div className={classes.answer} aria-live="polite" aria-busy={answer === undefined}>
      {error !== null && (
        <Notice tone="bad" alert>
          <p>{sayError(error, language, t)}</p>
        </Notice>
      )}
      {error === null && answer === undefined && <p className={classes.quiet}>{t.booking.checking}</p>}
      {error === null && answer?.allow === true && (
        <Notice
          tone={answer.needsApproval ? 'busy' : 'good'}
          title={
            answer.needsApproval
              ? t.booking.approval
              : person === undefined
                ? t.booking.yes
                : t.booking.yesFor(person.name)
          }
        >
          {answer.needsApproval && <p>{t.booking.approvalHint}</p>}
          {subject.kind === 'group' && answer.machineId !== null && (
            <p>{t.booking.chosen(names([answer.machineId]))}</p>
          )}
          {answer.along.length > 0 && <p>{t.booking.along(names(answer.along))}</p>}
        </Notice>
      )}
      {error === null && answer?.allow === false && (
        <Notice tone="wait" title={taken ? t.booking.isTaken : t.booking.no(refusals.length)} />
      )}
      {refusals.length > 0 && <Refusals refusals={refusals} />}
      {(taken || refusals.length > 0) && answer?.allow !== true && (
        <Alternatives alternatives={alternatives} names={names} take={take} />
      )}
      {taken && <WaitButton during={wish.during} subject={subject} />}
    </div>
  );
}

interface AlternativesProps {
  readonly alternatives: readonly Alternative[];
  readonly names: (ids: readonly string[]) => string;
  readonly take: AnswerProps['take'];
}

/** One tap, and nothing is typed again. */
function Alternatives({ alternatives, names, take }: AlternativesProps) {
  const { t } = useTongue();
  const { shortDaySpan } = useClock();
  if (alternatives.length === 0) return <p className={classes.quiet}>{t.booking.noAlternatives}</p>;
  return (
    <div role="group" aria-label={t.booking.alternatives} className={classes.alternatives}>
      <p>{t.booking.alternatives}</p>
      {alternatives.map(({ from, to, machineId }) => {
        const during = { from: Date.parse(from), to: Date.parse(to) };
        return (
          <Button key={`${from}${machineId ?? ''}`} variant="light" size="md" onClick={() => take(during, machineId)}>
            {shortDaySpan(during)}
            {machineId !== undefined && ` · ${names([machineId])}`}
          </Button>
        );
      })}
    </div>
  );
}

const focusOn = (told: HTMLElement | null): void => told?.focus();

function WaitButton({ during, subject }: { readonly during: Interval; readonly subject: Subject }) {
  const { language, t } = useTongue();
  const wait = useBookingCall(bookingCalls.wait);
  const minutes = Math.round((during.to - during.from) / 60_000);
  const which = subject.kind === 'machine' ? { machineId: subject.id } : { machineGroupId: subject.id };
  if (wait.isSuccess)
    return (
      <div ref={focusOn} tabIndex={-1} className={classes.told}>
        <Notice tone="good">
          <p>{t.booking.waiting}</p>
        </Notice>
      </div>
    );
  return (
    <>
      {wait.isError && (
        <Notice tone="bad" alert>
          <p>{sayError(wait.error, language, t)}</p>
        </Notice>
      )}
      <Button
        variant="default"
        size="md"
        loading={wait.isPending}
        onClick={() => wait.mutate({ ...which, from: iso(during.from), to: iso(during.to), minutes })}
      >
        {t.booking.wait}
      </Button>
    </>
  );
}
