import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offBoundMs, seqAheadMax, tapAgeMaxMs } from '../../../src/core/numbers.js';
import { PlayedGate } from '../../support/played-gate.js';
import { until } from '../../support/wait.js';
import { type Seat, Stage, stageKinds } from './stage.js';

/** Renewals that the copy does not know of: an hour has 450. */
const hourOfSeq = 450;

// The stages side by side, the tests of one after another: each replaces its database.
describe.concurrent.each(stageKinds)('a database restored to before, on %s', (kind) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open(kind);
  });
  afterAll(async () => await stage?.close());

  it.sequential('gives no power without a new tap, and asks for what it lost', async () => {
    const [busy, farAhead, switchedOff, journalled] = (await stage.seats(4, { bookingMode: 'open' })) as [
      Seat,
      Seat,
      Seat,
      Seat,
    ];
    const seats = [busy, farAhead, switchedOff, journalled];
    const members = new Map<Seat, string>();
    for (const seat of seats) members.set(seat, (await stage.api.member('Anna')).uid);
    const uidOf = (seat: Seat): string => members.get(seat) ?? '';
    await start(switchedOff, uidOf(switchedOff));
    const startedAt = performance.now();
    const early = [event(1, 'power-up'), event(2, 'estop-pressed')];
    const late = [
      event(3, 'estop-released'),
      { ...event(4, 'tap'), tech: 'iso14443a' as const, uid: uidOf(journalled) },
    ];
    await journal(journalled, early, 2);
    await known(seats);

    const backup = await stage.database.backup();

    // The hour that will be lost.
    await until(() => performance.now() - startedAt > 2_200, {
      deadlineMs: 4_000,
      what: 'the card to have been away',
    });
    expect(await switchedOff.gate.ask(uidOf(switchedOff))).toMatchObject({ code: 'switched-off' });
    await until(() => !switchedOff.gate.on, { deadlineMs: 2_000, what: 'off' });
    await journal(journalled, late, 4);
    await passRenewals(busy, hourOfSeq);
    const oldTap = { n: 1, upMs: busy.gate.upMs() };
    await start(busy, uidOf(busy));
    await passRenewals(farAhead, seqAheadMax + 1);
    await start(farAhead, uidOf(farAhead));

    for (const service of stage.services) await service.kill();
    await backup.restore();
    const restoredAt = performance.timeOrigin + performance.now();
    for (const service of stage.services) await service.restart();
    await back(seats);

    // What runs is not known: told off, not left to its lease.
    for (const { gate } of [busy, farAhead]) {
      await until(() => !gate.on, { deadlineMs: offBoundMs, what: 'the unknown session to be off' });
      expect(gate.lease.cause).toBe('off');
    }
    // What the copy takes for running is over at its gate.
    await until(async () => (await stage.open(switchedOff.machineId)).length === 0, {
      deadlineMs: 5_000,
      what: 'the session of the copy to close',
    });

    // What was lost is asked for again, and taken once.
    await journal(journalled, [], 2);
    await Promise.all([journal(journalled, late, 4), journal(journalled, late, 4)]);
    expect(await kept(journalled)).toEqual(['estop-pressed', 'estop-released', 'power-up', 'stale-tap']);

    // The tap that started the lost session, once more: the copy has never seen it.
    await until(() => busy.gate.upMs() > oldTap.upMs + tapAgeMaxMs, { deadlineMs: 6_000, what: 'the tap to be old' });
    busy.gate.tap(uidOf(busy), oldTap);
    await until(async () => (await kept(busy)).length === 1, {
      deadlineMs: 3_000,
      what: 'the old tap to be recorded',
    });
    expect(await kept(busy)).toEqual(['stale-tap']);
    expect(await farAhead.gate.ask(uidOf(farAhead))).toMatchObject({ verdict: 'deny', code: 'gate-fault' });
    for (const { gate } of seats) expect(gate.turnedOnAfter(restoredAt)).toBe(false);

    // A new tap powers where the gate's numbers are far above those of the copy; above belief, after the next power-up.
    const lastSeq = busy.gate.lease.seq;
    expect(lastSeq).toBeGreaterThan(hourOfSeq);
    await start(busy, uidOf(busy));
    expect(busy.gate.lease.seq).toBeGreaterThan(lastSeq);
    await farAhead.gate.disconnect();
    const reborn = await new PlayedGate(farAhead.gate.credential).connect();
    await reborn.cardsAway();
    await start({ ...farAhead, gate: reborn }, uidOf(farAhead));
    await reborn.disconnect();
  });

  it.sequential('takes up a gate that has powered up since, whatever it says first', async () => {
    const seats = await stage.seats(3, { bookingMode: 'open' });
    const { uid } = await stage.api.member('Ewa');
    await stage.db.query('update workshop set member_sessions_max = 3');
    await known(seats);

    const backup = await stage.database.backup();

    const reborn: Seat[] = [];
    for (const { machineId, gate } of seats) {
      await gate.disconnect();
      reborn.push({ machineId, gate: await new PlayedGate(gate.credential).connect() });
    }
    const upMs = new Map<Seat, number>();
    for (const seat of reborn) {
      upMs.set(seat, seat.gate.upMs());
      await start(seat, uid);
      seat.gate.silent = true;
    }

    for (const service of stage.services) await service.kill();
    await backup.restore();
    const restoredAt = performance.timeOrigin + performance.now();
    const [, uploads, repeats] = reborn as [Seat, Seat, Seat];
    await until(() => repeats.gate.upMs() > (upMs.get(repeats) ?? 0) + tapAgeMaxMs, {
      deadlineMs: 6_000,
      what: 'the tap to be old',
    });
    for (const service of stage.services) await service.restart();
    for (const { gate } of reborn)
      await until(() => gate.connected, { deadlineMs: 10_000, what: `${gate.credential.slug} to be back` });

    await journal(uploads, [event(2, 'relay-on')], 0);
    repeats.gate.tap(uid, { n: 1, upMs: upMs.get(repeats) ?? 0 });
    await until(async () => (await kept(repeats)).length === 1, { deadlineMs: 3_000, what: 'the old tap' });
    for (const seat of reborn) {
      seat.gate.silent = false;
      seat.gate.report();
      await until(() => !seat.gate.on, { deadlineMs: offBoundMs, what: 'the unknown session to be off' });
      expect(seat.gate.lease.cause, seat.gate.credential.slug).toBe('off');
    }
    await until(async () => (await stage.open(repeats.machineId)).length === 0, {
      deadlineMs: 8_000,
      what: 'no session',
    });
    await repeats.gate.cardsAway();
    for (const seat of reborn) expect(seat.gate.turnedOnAfter(restoredAt)).toBe(false);
    for (const seat of reborn) {
      await start(seat, uid);
      await seat.gate.disconnect();
    }
  });

  const event = (n: number, what: string) => ({ n, kind: what, up_ms: n * 10 });

  async function start({ gate, machineId }: Seat, uid: string): Promise<void> {
    expect(await gate.ask(uid)).toMatchObject({ verdict: 'allow', code: 'ok' });
    await until(() => gate.on, { deadlineMs: 2_000, what: 'power' });
    await until(async () => (await stage.open(machineId))[0]?.state === 'running', {
      deadlineMs: 2_000,
      what: 'a confirmed session',
    });
  }

  /** Sends events, with what is held, and waits for the ack that names `upto`. */
  async function journal({ gate }: Seat, events: Parameters<PlayedGate['journal']>[0]['events'], upto: number) {
    const before = gate.acks.length;
    gate.journal({ holds: [{ boot: gate.boot, from: 1, to: 4 }], events });
    await until(() => gate.acks.slice(before).some((ack) => ack.upto === upto), {
      deadlineMs: 3_000,
      what: `an ack up to ${upto}`,
    });
  }

  /** As if the machine had run for so many renewals. */
  async function passRenewals({ machineId }: Seat, count: number): Promise<void> {
    await stage.db.query(
      'update gate_state set seq = seq + $2 where gate_id = (select id from gate where machine_id = $1)',
      [machineId, count],
    );
  }

  /** Until the database has heard the gates of these. */
  async function known(seats: readonly Seat[]): Promise<void> {
    const heard = `select from gate_state s join gate g on g.id = s.gate_id where s.reported_at is not null and g.machine_id = any ($1)`;
    await until(
      async () => (await stage.db.query(heard, [seats.map(({ machineId }) => machineId)])).rowCount === seats.length,
      { deadlineMs: 3_000, what: 'every gate to be known' },
    );
  }

  async function back(seats: readonly Seat[]): Promise<void> {
    for (const { gate } of seats) {
      await until(() => gate.connected, { deadlineMs: 10_000, what: `${gate.credential.slug} to be back` });
      gate.report();
    }
  }

  /** What the database holds of a gate: the codes of its taps and the kinds of its events. */
  async function kept({ machineId }: Seat): Promise<string[]> {
    const { rows } = await stage.db.query(
      `select code as what from tap where gate_id = (select id from gate where machine_id = $1)
       union all select kind from gate_event where gate_id = (select id from gate where machine_id = $1) order by what`,
      [machineId],
    );
    return (rows as { what: string }[]).map(({ what }) => what);
  }
});
