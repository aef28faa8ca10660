import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offBoundMs, tapAgeMaxMs } from '../../../src/core/numbers.js';
import type { PlayedGate } from '../../support/played-gate.js';
import type { Service } from '../../support/service.js';
import { until } from '../../support/wait.js';
import { type Seat, Stage } from './stage.js';

/** One replica goes on; each of the others is held in the middle of something. See `faultPoint` in the sources. */
const points = ['facts-read', 'tap-written', 'session-saved'] as const;

// A replica that has no other beside it is in killed.test.ts.
describe('a replica that is held while others go on, on mosquitto', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open('mosquitto', { replicas: 1 + points.length });
  });
  afterAll(async () => await stage?.close());

  it('for longer than a lease: woken, it switches nothing and disturbs nobody', async () => {
    const held = stage.services.slice(1);
    await Promise.all(held.map(async (service, index) => await hold(service, points[index]!)));
    const seats: Seat[] = [];
    while (held.some((service) => !service.held) || seats.every(({ gate }) => !gate.on))
      seats.push(await tapAnywhere());
    const heldAt = performance.now();
    await until(() => performance.now() - heldAt > tapAgeMaxMs, { deadlineMs: 6_000, what: 'every tap to be old' });

    // Where a tap was lost to a held replica, somebody else comes, as soon as the broker asks one that is awake.
    const interrupted = seats.filter(({ gate }) => !gate.on);
    expect(interrupted.length).toBeGreaterThanOrEqual(2);
    for (const { machineId, gate } of interrupted) {
      await until(async () => (await stage.open(machineId)).length === 0, {
        deadlineMs: 8_000,
        what: 'the session that never began to be closed',
      });
      await askUntilAnswered(gate, (await stage.api.member('Ewa')).uid);
      await until(() => gate.on, { deadlineMs: 2_000, what: 'power for who came second' });
    }
    await until(() => performance.now() - heldAt > offBoundMs, { deadlineMs: offBoundMs, what: 'a lease and more' });
    const before = new Map(seats.map(({ gate }) => [gate, gate.commands.length]));
    for (const service of held) service.signal('SIGCONT');
    for (const service of held) await service.ready();
    await until(async () => (await stale()) > 0, { deadlineMs: 5_000, what: 'a tap that was held to be recorded' });

    for (const { machineId, gate } of seats) {
      const [session] = await stage.open(machineId);
      expect(session?.state).toBe('running');
      expect(gate.edges.map(({ on, session: of }) => [on, of])).toEqual([[true, session?.id]]);
      expect(gate.commands.slice(before.get(gate)).filter(({ on }) => !on)).toEqual([]);
    }
  });

  it('for longer than a tap is good: what it wrote before is not sent after', async () => {
    const [, service] = stage.services as [Service, Service];
    await hold(service, 'tap-written');
    let found = await tapAnywhere();
    while (!service.held) found = await tapAnywhere();
    const [begun] = await stage.open(found.machineId);
    expect(begun).toMatchObject({ state: 'starting' });
    await until(() => found.gate.upMs() > tapAgeMaxMs + 200, { deadlineMs: 10_000, what: 'the tap to be old' });
    service.signal('SIGCONT');
    await until(async () => (await stage.open(found.machineId)).length === 0, {
      deadlineMs: 5_000,
      what: 'the session that never began to be closed',
    });
    await service.ready();
    expect((await stage.lastSession(found.machineId))?.end_reason).toBe('not-started');
    expect(found.gate.commands.filter(({ on }) => on)).toEqual([]);
    expect(found.gate.edges).toEqual([]);
  });

  async function hold(service: Service, point: string): Promise<void> {
    await service.restart({ BRAMA_FAULT_POINT: point, BRAMA_FAULT_SIGNAL: 'SIGSTOP' });
  }

  /** A member taps at a machine that nobody used yet. The broker chooses the replica; one that is held never answers. */
  async function tapAnywhere(): Promise<Seat> {
    const seat = await stage.seat({ bookingMode: 'open' });
    const { uid } = await stage.api.member('Anna');
    const heldBefore = howManyHeld();
    seat.gate.tap(uid);
    const end = performance.now() + 1_000;
    await until(() => seat.gate.on || howManyHeld() > heldBefore || performance.now() > end, {
      deadlineMs: 2_000,
      what: 'an answer, or none',
    });
    return seat;
  }

  const howManyHeld = (): number => stage.services.filter(({ held }) => held).length;

  /** As a gate does it: the same tap again until it is answered. */
  async function askUntilAnswered(gate: PlayedGate, uid: string): Promise<void> {
    await until(
      async () => {
        const upMs = gate.upMs();
        const n = gate.tap(uid, { upMs });
        const end = performance.now() + 500;
        await until(() => gate.answers.some(({ for: of }) => of === n) || performance.now() > end, {
          deadlineMs: 1_000,
          what: 'an answer, or none',
        });
        return gate.answers.some(({ for: of, verdict }) => of === n && verdict === 'allow');
      },
      { deadlineMs: 15_000, what: 'an answer of a replica that is awake' },
    );
  }

  async function stale(): Promise<number> {
    return (await stage.db.query(`select from tap where code = 'stale-tap'`)).rowCount ?? 0;
  }
});
