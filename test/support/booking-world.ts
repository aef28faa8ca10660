import type { Booking, Role } from '../../src/contracts/http/index.js';
import type { CallerIdentity } from '../../src/modules/auth/index.js';
import { BookingChangesService } from '../../src/modules/booking/booking-changes.service.js';
import { BookingService } from '../../src/modules/booking/booking.service.js';
import { HandOverService } from '../../src/modules/booking/hand-over.service.js';
import { BookingDesk, Denied } from '../../src/modules/booking/index.js';
import { SeriesService } from '../../src/modules/booking/series.service.js';
import { Failure } from '../../src/platform/http/failure.js';
import { addExclusiveGroup, addMachine, addMember, both } from './builders.js';
import type { HttpWorkshop } from './http-workshop.js';

const hour = 60 * 60_000;
export const slotMs = hour / 2;
export const openMax = 5;
export const dayMinutesMax = 120;
export const atOnceMax = 2;

/** One thing that somebody does. Numbers pick a member, a machine, a slot, or one of the bookings there are. */
export interface Operation {
  readonly does:
    | 'book'
    | 'book-any'
    | 'move'
    | 'resize'
    | 'extend'
    | 'to-machine'
    | 'cancel'
    | 'restore'
    | 'hand-over'
    | 'approve'
    | 'decline'
    | 'hold'
    | 'claim'
    | 'series';
  readonly member: number;
  readonly machine: number;
  readonly slot: number;
  readonly length: number;
  readonly which: number;
}
export const kinds: readonly Operation['does'][] = [
  'book',
  'book-any',
  'move',
  'resize',
  'extend',
  'to-machine',
  'cancel',
  'restore',
  'hand-over',
  'approve',
  'decline',
  'hold',
  'claim',
  'series',
];

/** A change that was answered with success: what the booking is since, as far as the answer says. */
export interface Ack {
  readonly id: string;
  /** Undefined: it ended, and the answer said no more. */
  readonly is:
    | {
        readonly machineId: string;
        readonly from: number;
        readonly to: number;
        readonly state: Booking['state'];
        readonly version: number;
      }
    | undefined;
}

/** What is no fault of the service: taken, refused, changed meanwhile, over, somebody else’s, held for who waits. */
const expected = new Set([
  'slot-taken',
  'needed-machine-taken',
  'refused',
  'stale-version',
  'conflict',
  'undo-too-late',
  'not-found',
  'claim-or-leave',
]);

export interface World {
  readonly machineIds: readonly string[];
  readonly callers: readonly CallerIdentity[];
  /** Members, exclusive groups and machines, whose versions only rise. */
  readonly versioned: readonly string[];
  run(operation: Operation, bookings: readonly Known[]): Promise<Ack[]>;
}
export interface Known {
  readonly id: string;
  readonly memberId: string;
  readonly version: number;
  readonly state: Booking['state'];
}

/**
 * Five machines: two of a group (one of them needs approval, and has a daily quota), two that exclude each other, and one that
 * needs a fifth. Six members, each with a limit of open bookings.
 */
export async function makeWorld(workshop: HttpWorkshop, day: number): Promise<World> {
  const { database: db, app } = workshop;
  const exclusive = await addExclusiveGroup(db);
  const machineIds: string[] = [];
  for (let index = 0; index < 6; index += 1) {
    machineIds.push(await addMachine(db, index === 2 || index === 3 ? { exclusiveGroupId: exclusive } : {}));
  }
  const [group] = await db.query<{ id: string }>(
    `insert into machine_group (id, name, created_at) values (gen_random_uuid(), $1, to_timestamp(0)) returning id`,
    [both('Grupa')],
  );
  await db.query(`update machine set machine_group_id = $2 where id = any ($1)`, [machineIds.slice(0, 2), group!.id]);
  await db.query(`insert into machine_need (machine_id, needs_id) values ($1, $2)`, [machineIds[4], machineIds[5]]);
  for (const [rule, settings] of [
    ['approval', { needed: true, waitHours: 300 }],
    ['day-limit', { minutes: dayMinutesMax }],
  ] as const) {
    await db.query(
      `insert into booking_setting (id, rule, machine_id, settings, changed_at)
       values (gen_random_uuid(), $1, $2, $3, to_timestamp(0))`,
      [rule, machineIds[1], JSON.stringify(settings)],
    );
  }
  const memberIds = await Promise.all(Array.from({ length: 6 }, async () => await addMember(db)));
  const caller = (memberId: string, role: Role): CallerIdentity => ({
    memberId,
    roles: [role],
    signInId: null,
    language: 'pl',
  });
  const callers = memberIds.map((id) => caller(id, 'member'));
  const staff = caller(await addMember(db, { roles: ['staff'] }), 'staff');
  const services = {
    bookings: app.get(BookingService),
    changes: app.get(BookingChangesService),
    handOvers: app.get(HandOverService),
    series: app.get(SeriesService),
    desk: app.get(BookingDesk),
  };

  async function does(operation: Operation, known: readonly Known[]): Promise<Ack[]> {
    const { bookings, changes, handOvers, series, desk } = services;
    const by = callers[operation.member % callers.length]!;
    const machineId = machineIds[operation.machine % 5]!;
    const from = day + operation.slot * slotMs;
    const to = from + operation.length * slotMs;
    const times = { from: iso(from), to: iso(to) };
    if (operation.does === 'book') return [ackOf(await bookings.create(by, { machineId, ...times }))];
    if (operation.does === 'book-any')
      return [ackOf(await bookings.create(by, { machineGroupId: group!.id, ...times }))];
    if (operation.does === 'hold') {
      const wish = { machineId, memberId: by.memberId, during: { from, to }, claimBy: from };
      const held = await desk.hold(wish, async () => {});
      return held === undefined ? [] : [{ id: held.id, is: held }];
    }
    if (operation.does === 'series') {
      const answer = await series.create(by, {
        machineId,
        firstDay: times.from.slice(0, 10),
        until: iso(day + 4 * 24 * hour).slice(0, 10),
        from: '20:00',
        to: '20:30',
        weekdays: ['mon', 'wed', 'fri', 'sun'],
        every: 1,
        conflicts: operation.length % 2 === 0 ? 'skip' : 'all-or-none',
        twice: 'earlier',
        dryRun: false,
      });
      return answer.occurrences.flatMap(({ bookingId, ...one }) =>
        bookingId === null
          ? []
          : [
              {
                id: bookingId,
                is: {
                  machineId,
                  from: Date.parse(one.from),
                  to: Date.parse(one.to),
                  state: machineId === machineIds[1] ? ('held' as const) : ('confirmed' as const),
                  version: 1,
                },
              },
            ],
      );
    }
    const picked = known[operation.which % Math.max(1, known.length)];
    if (picked === undefined) return [];
    const { id } = picked;
    const change = { by: callers.find(({ memberId }) => memberId === picked.memberId) ?? by, id };
    const seen = { ...change, seen: picked.version };
    switch (operation.does) {
      case 'move':
        return [ackOf(await changes.change(seen, times))];
      case 'resize':
        return [ackOf(await changes.change(seen, { to: times.to }))];
      case 'extend':
        return [ackOf(await changes.change(change, { to: times.to }))];
      case 'to-machine':
        return [ackOf(await changes.change(seen, { machineId }))];
      case 'cancel':
        await changes.cancel(change);
        return [{ id, is: undefined }];
      case 'restore':
        return [ackOf(await changes.restore(change))];
      case 'hand-over':
        return [ackOf(await handOvers.handOver({ by: staff, id }, { memberId: by.memberId }))];
      case 'approve':
        return [ackOf(await changes.approve({ by: staff, id }))];
      case 'decline':
        return [ackOf(await changes.decline({ by: staff, id }, 'Nie'))];
      case 'claim': {
        const claimed = await desk.claim(id, async () => {});
        return claimed === undefined ? [] : [{ id, is: claimed }];
      }
    }
  }

  return {
    machineIds,
    callers,
    versioned: [...memberIds, ...machineIds, exclusive],
    run: async (operation, known) => {
      try {
        return await does(operation, known);
      } catch (error) {
        if (error instanceof Denied) return [];
        if (error instanceof Failure && (expected.has(error.code) || isInput(error))) return [];
        throw error;
      }
    },
  };
}

/** An end before the start, or the same member again: what a random wish may well be. */
const isInput = ({ code, extra }: Failure): boolean =>
  code === 'invalid-input' && (extra.fields ?? []).every(({ field }) => field === 'to' || field === 'memberId');
const iso = (ms: number): string => new Date(ms).toISOString();
const ackOf = ({ id, machineId, from, to, state, version }: Booking): Ack => ({
  id,
  is: { machineId, from: Date.parse(from), to: Date.parse(to), state, version },
});
