import type { Language, Machine, Week } from '../../../contracts/http/index.js';
import type { Entry, Row, Shut } from '../../ui/resource-board/pieces.js';
import type { Words } from '../../i18n/pl.js';

interface Viewer {
  readonly staff: boolean;
  readonly language: Language;
  readonly t: Words;
  readonly now: number;
}
type MachineWeek = Week['machines'][number];

/** The machines as rows of the board, by name. */
export function rowsOf(week: Week, machines: readonly Machine[], viewer: Viewer): Row[] {
  const names = new Map(machines.map(({ id, name }) => [id, name[viewer.language]]));
  const order = new Intl.Collator(viewer.language, { numeric: true });
  return week.machines
    .map((machine) => ({
      id: machine.machineId,
      name: names.get(machine.machineId) ?? '',
      entries: machine.bookings.map((booking, index) => entryOf(machine, booking, index, viewer)),
      shut: machine.shut.map((shut) => shutOf(shut, viewer)),
    }))
    .toSorted((a, b) => order.compare(a.name, b.name));
}

function entryOf(
  { machineId }: MachineWeek,
  { from, to, bookingId, state, mine, memberName }: MachineWeek['bookings'][number],
  index: number,
  { staff, t, now }: Viewer,
): Entry {
  const held = state === 'held';
  const opens = bookingId !== null && (mine || staff);
  return {
    id: bookingId ?? `${machineId}-${index}`,
    from: Date.parse(from),
    to: Date.parse(to),
    look: held ? 'held' : mine ? 'own' : 'busy',
    word: mine ? (held ? t.booking.yoursHeld : t.booking.yours) : (memberName ?? t.booking.taken),
    opens,
    movable: opens && state === 'confirmed' && Date.parse(from) > now,
  };
}

function shutOf({ kind, reason, from, to }: MachineWeek['shut'][number], { language, t }: Viewer): Shut {
  const word = t.booking.shut[kind];
  return {
    kind,
    from: Date.parse(from),
    to: Date.parse(to),
    word: reason === null ? word : `${word}: ${reason[language]}`,
  };
}
