import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offBoundMs } from '../../../src/core/numbers.js';
import { until } from '../../support/wait.js';
import { Stage, type StageKind } from './stage.js';

/** See `faultPoint` in the sources: between the tap and its confirmation, in order. */
const points = [
  'tap-received',
  'facts-read',
  'tap-written',
  'lease-sent',
  'answer-sent',
  'state-received',
  'state-written',
  'session-saved',
] as const;

/** A file for each kind of stage calls it: mostly waiting, they run side by side. */
export const killedService = (kind: StageKind) =>
  describe(`a service that is killed, on ${kind}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await Stage.open(kind, { replicas: 1 });
    });
    afterAll(async () => await stage?.close());

    it('at any point between tap and confirmation: afterwards relay and database agree, and the member can tap again', async () => {
      let died = 0;
      for (const point of points) {
        const seat = await stage.seat({ bookingMode: 'open' });
        const { uid } = await stage.api.member('Anna');
        // Points that every heartbeat passes would end the service before the tap.
        await stage.service.restart({ BRAMA_FAULT_POINT: point, BRAMA_FAULT_GATE: seat.gate.credential.slug });
        await until(() => seat.gate.connected, { deadlineMs: 10_000, what: 'the gate to be back' });
        const tapped = seat.gate.tap(uid);
        await stage.service.gone();
        died += 1;
        await stage.service.restart();
        await until(() => seat.gate.connected, { deadlineMs: 10_000, what: 'the gate to be back' });
        seat.gate.report();
        await until(
          async () => {
            const [session] = await stage.open(seat.machineId);
            return (
              (session !== undefined && session.state !== 'ending') === seat.gate.on && session?.state !== 'starting'
            );
          },
          { deadlineMs: offBoundMs + 2_000, what: `relay and database to agree after ${point} (tap ${tapped})` },
        );
        await seat.gate.cardsAway();
        const wasOn = seat.gate.on;
        const again = await seat.gate.ask(uid);
        expect(again.code, point).toBe(wasOn ? 'switched-off' : 'ok');
        await until(() => seat.gate.on !== wasOn, {
          deadlineMs: 3_000,
          what: `the relay to follow the new tap after ${point}`,
        });
      }
      expect(died).toBe(points.length);
    });

    it('for good: the relay is off within the ttl and a second', async () => {
      const seat = await stage.seat({ bookingMode: 'open' });
      const { uid } = await stage.api.member('Ewa');
      expect(await seat.gate.ask(uid)).toMatchObject({ verdict: 'allow' });
      await until(async () => (await stage.open(seat.machineId))[0]?.state === 'running', {
        deadlineMs: 2_000,
        what: 'a confirmed session',
      });
      await stage.service.kill();
      // A tap while nobody is there: in no queue, it powers nothing later.
      seat.gate.tap(uid);
      await until(() => !seat.gate.on, { deadlineMs: offBoundMs, what: 'off by its own lease' });
      const offAt = performance.timeOrigin + performance.now();
      await stage.service.restart();
      await until(async () => (await stage.open(seat.machineId)).length === 0, {
        deadlineMs: 5_000 + offBoundMs,
        what: 'the session to close',
      });
      expect(seat.gate.turnedOnAfter(offAt)).toBe(false);
      expect((await stage.lastSession(seat.machineId))?.end_reason).toBe('lease-lapsed');
    });

    it('paused for longer than a lease and woken: what it had begun switches nothing', async () => {
      const seat = await stage.seat({ bookingMode: 'open' });
      const { uid } = await stage.api.member('Iga');
      expect(await seat.gate.ask(uid)).toMatchObject({ verdict: 'allow' });
      await until(() => seat.gate.on, { deadlineMs: 2_000, what: 'power' });
      stage.service.signal('SIGSTOP');
      await until(() => !seat.gate.on, { deadlineMs: offBoundMs, what: 'off by its own lease' });
      const offAt = performance.timeOrigin + performance.now();
      stage.service.signal('SIGCONT');
      await until(async () => (await stage.open(seat.machineId)).length === 0, {
        deadlineMs: 15_000 + offBoundMs,
        what: 'the session to close',
      });
      expect(seat.gate.turnedOnAfter(offAt)).toBe(false);
    });
  });
