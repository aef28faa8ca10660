import { randomUUID } from 'node:crypto';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { downTopic, upTopic } from '../../../src/contracts/mqtt/index.js';
import { offBoundMs, seqMax } from '../../../src/core/numbers.js';
import { FreezingProxy } from '../../support/freezing-proxy.js';
import { PlayedGate } from '../../support/played-gate.js';
import { until } from '../../support/wait.js';
import { type Seat, Stage, type StageKind } from './stage.js';

/** A file for each kind of stage calls it: mostly waiting, they run side by side. */
export const oldAndOdd = (kind: StageKind) =>
  describe(`what is old or odd, on ${kind}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await Stage.open(kind);
    });
    afterAll(async () => await stage?.close());

    /** A machine that runs for its member. */
    async function running(): Promise<Seat & { uid: string; memberId: string }> {
      const seat = await stage.seat();
      const { uid, id } = await stage.booked('Anna', seat);
      expect(await seat.gate.ask(uid)).toMatchObject({ verdict: 'allow' });
      await until(() => seat.gate.on, { deadlineMs: 2_000, what: 'power' });
      await until(async () => (await stage.open(seat.machineId))[0]?.state === 'running', {
        deadlineMs: 2_000,
        what: 'a confirmed session',
      });
      return { ...seat, uid, memberId: id };
    }

    const closed = async (machineId: string, deadlineMs = 4_000): Promise<string | null | undefined> => {
      await until(async () => (await stage.open(machineId)).length === 0, { deadlineMs, what: 'the session to close' });
      return (await stage.lastSession(machineId))?.end_reason;
    };

    /** The codes of a gate's taps, as recorded. */
    async function codes(machineId: string): Promise<string[]> {
      const { rows } = await stage.db.query(
        'select t.code from tap t join gate g on g.id = t.gate_id where g.machine_id = $1 order by t.received_at',
        [machineId],
      );
      return (rows as { code: string }[]).map(({ code }) => code);
    }

    it('a refused or unknown card never disturbs a running session', async () => {
      const seat = await running();
      const stranger = await stage.api.member('Piotr');
      expect(await seat.gate.ask(stranger.uid)).toMatchObject({ verdict: 'deny', code: 'in-use' });
      expect(await seat.gate.ask('04ffffffffffff')).toMatchObject({ verdict: 'deny', code: 'card-unknown' });
      expect(seat.gate.edges.filter(({ on }) => !on)).toEqual([]);
      expect((await stage.open(seat.machineId))[0]?.state).toBe('running');
    });

    it('a card that is taken back withdraws the right that it gave', async () => {
      const seat = await running();
      const { rows } = await stage.db.query('select id from card where member_id = $1', [seat.memberId]);
      await stage.api.must('DELETE', `/cards/${(rows[0] as { id: string }).id}`);
      await until(() => seat.gate.answers.some(({ code }) => code === 'withdrawn'), {
        deadlineMs: 4_000,
        what: 'the warning',
      });
      expect(seat.gate.answers.find(({ code }) => code === 'withdrawn')?.text).toMatch(
        /^Karta zablokowana\. Wyłączenie za \d+\u00a0s$/,
      );
      expect((await stage.open(seat.machineId))[0]?.withdrawn_at).not.toBeNull();
    });

    it('an emergency stop pressed and released within 200 ms ends the session; only a new tap powers again', async () => {
      const seat = await running();
      seat.gate.estop(true);
      seat.gate.estop(false);
      expect(await closed(seat.machineId)).toBe('estop-active');
      expect(seat.gate.on).toBe(false);
      await seat.gate.cardsAway();
      expect(seat.gate.on).toBe(false);
      expect(await seat.gate.ask(seat.uid)).toMatchObject({ verdict: 'allow' });
      await until(() => seat.gate.on, { deadlineMs: 1_000, what: 'power after a new tap' });
    });

    it('a late tap, a tap of an earlier power-up and a tap that is repeated are recorded and switch nothing', async () => {
      const seat = await stage.seat();
      const { uid } = await stage.booked('Ewa', seat);
      expect(await seat.gate.ask(uid, { ageMs: 6_000 })).toMatchObject({ verdict: 'deny', code: 'stale-tap' });
      expect(await seat.gate.ask(uid, { upMs: 0, ageMs: 0, n: 50 })).toBeTruthy();

      // Power-up again: what the gate sent before it is over, and cannot be played back.
      await seat.gate.disconnect();
      const reborn = await new PlayedGate(seat.gate.credential).connect();
      await until(
        async () =>
          (
            await stage.db.query(
              'select from gate_boot b join gate g on g.id = b.gate_id where g.machine_id = $1 and b.boot = $2',
              [seat.machineId, reborn.boot],
            )
          ).rowCount === 1,
        { deadlineMs: 3_000, what: 'the new boot' },
      );
      const edges = reborn.edges.length;
      reborn.tap(uid, { boot: seat.gate.boot, n: 99, upMs: 1_000 });
      await until(async () => (await codes(seat.machineId)).length >= 3, {
        deadlineMs: 3_000,
        what: 'the replayed tap',
      });
      expect(reborn.edges.length).toBe(edges);

      // One n, two cards: the second is answered as the first was.
      const other = await stage.api.member('Jan');
      const first = await reborn.ask(other.uid, { n: 7 });
      expect(first).toMatchObject({ verdict: 'deny' });
      reborn.answers.length = 0;
      expect(await reborn.ask(uid, { n: 7 })).toMatchObject({ verdict: 'deny', code: first.code });
      expect(reborn.on).toBe(false);
      expect((await codes(seat.machineId)).length).toBe(4);
      await reborn.disconnect();
    });

    it('the same tap twice opens one session and is not a tap to switch off', async () => {
      const seat = await running();
      const before = seat.gate.answers.length;
      seat.gate.tap(seat.uid, { n: 1 });
      seat.gate.tap(seat.uid, { n: 1 });
      await until(() => seat.gate.answers.length >= before + 2, { deadlineMs: 3_000, what: 'the answers repeated' });
      expect(seat.gate.on).toBe(true);
      expect(await codes(seat.machineId)).toEqual(['ok']);
    });

    it('a tap in a journal is recorded as one that came too late, and acknowledged', async () => {
      const seat = await stage.seat();
      const { uid } = await stage.booked('Ola', seat);
      seat.gate.journal({
        holds: [{ boot: seat.gate.boot, from: 1, to: 3 }],
        events: [
          { n: 1, up_ms: 10, kind: 'tap', tech: 'iso14443a', uid },
          { n: 2, up_ms: 20, kind: 'estop-pressed' },
          { n: 3, up_ms: 30, kind: 'estop-released' },
        ],
      });
      await until(() => seat.gate.acks.some(({ upto }) => upto === 3), { deadlineMs: 3_000, what: 'the ack' });
      expect(await codes(seat.machineId)).toEqual(['stale-tap']);
      expect(seat.gate.edges).toEqual([]);
      const { rows } = await stage.db.query(
        'select detail::text || kind as all from gate_event e join gate g on g.id = e.gate_id where g.machine_id = $1',
        [seat.machineId],
      );
      expect(rows.length).toBe(2);
      expect(JSON.stringify(rows)).not.toContain(uid);
    });

    it('what a gate had to drop is acknowledged as a range, which costs one row however long it is', async () => {
      const seat = await stage.seat();
      const acked = (upto: number): boolean => seat.gate.acks.some((ack) => ack.upto === upto);
      const lost = (n: number, from: number, to: number) => ({ n, up_ms: n, kind: 'dropped', from, to });
      // 1, a gap, 4…6 and beyond; then what fills the gap.
      seat.gate.journal({ holds: [], events: [{ n: 1, up_ms: 1, kind: 'power-up' }, lost(7, 4, 6), lost(9, 8, 4e9)] });
      await until(() => acked(1), { deadlineMs: 3_000, what: 'the ack up to the gap' });
      seat.gate.journal({ holds: [], events: [lost(2, 3, 3), lost(10, 5, 2)] });
      await until(() => acked(4e9), { deadlineMs: 3_000, what: 'the ack beyond the ranges' });
      const { rowCount } = await stage.db.query(
        'select from gate_event e join gate g on g.id = e.gate_id where g.machine_id = $1',
        [seat.machineId],
      );
      expect(rowCount).toBe(5);
    });

    it('a gate that is on without a session is told off until it is off; a relay that does not follow puts the machine out of order', async () => {
      const seat = await stage.seat();
      let ignored = 0;
      seat.gate.ignores = ({ on }) => !on && (ignored += 1) <= 2;
      seat.gate.lease = { ...seat.gate.lease, on: true, session: randomUUID(), endsUpMs: seat.gate.upMs() + 60_000 };
      seat.gate.report();
      await until(() => !seat.gate.on, { deadlineMs: 8_000, what: 'off, after two that were lost' });
      expect(ignored).toBe(3);

      const stuck = await stage.seat();
      stuck.gate.ignores = () => true;
      stuck.gate.lease = {
        ...stuck.gate.lease,
        on: true,
        session: randomUUID(),
        endsUpMs: stuck.gate.upMs() + 600_000,
      };
      const beats = setInterval(() => stuck.gate.report(), 2_000);
      stuck.gate.report();
      try {
        await until(
          async () =>
            (
              await stage.db.query(`select from machine m where id = $1 and out_of_order_at is not null`, [
                stuck.machineId,
              ])
            ).rowCount === 1,
          { deadlineMs: offBoundMs + 8_000, what: 'the machine to be out of order' },
        );
      } finally {
        clearInterval(beats);
      }
      expect(await stuck.gate.ask((await stage.booked('Iga', stuck)).uid)).toMatchObject({
        verdict: 'deny',
        code: 'gate-fault',
      });
    });

    it('a lost off is sent again until the gate is off', async () => {
      const seat = await running();
      let lost = 0;
      seat.gate.ignores = ({ on }) => !on && (lost += 1) <= 3;
      const [session] = await stage.open(seat.machineId);
      const beats = setInterval(() => seat.gate.report(), 500);
      try {
        await stage.api.must('POST', `/sessions/${session?.id}/stop`, { reason: 'próba' });
        await until(() => !seat.gate.on, { deadlineMs: 8_000, what: 'off' });
      } finally {
        clearInterval(beats);
      }
      expect(await closed(seat.machineId)).toBe('stopped-by-staff');
    });

    it('a seq of 2³²−1 is a fault, told off with its own number, and gives no power', async () => {
      const seat = await stage.seat();
      const { uid } = await stage.booked('Ola', seat);
      seat.gate.report({ seq: seqMax, on: true, session: randomUUID(), cause: 'lease' });
      await until(() => seat.gate.commands.some(({ on, seq }) => !on && seq === seqMax), {
        deadlineMs: 3_000,
        what: 'the off',
      });
      expect(await seat.gate.ask(uid)).toMatchObject({ verdict: 'deny', code: 'gate-fault' });
    });

    it('retained messages left behind confirm nothing and switch nothing', async () => {
      const seat = await stage.seat();
      const { slug } = seat.gate.credential;
      const service = await connectAsync(stage.service.mqttUrl, {
        username: '_service',
        clientId: '_service-intruder',
        password: stage.secret('mqtt-service-password').toString('base64url'),
        reconnectPeriod: 0,
      });
      // The embedded broker cuts whoever plants one; mosquitto keeps it, and the gate drops it.
      service.on('error', () => undefined);
      service.publish(
        downTopic(slug, 'relay'),
        JSON.stringify({
          boot: seat.gate.boot,
          seq: 900,
          on: true,
          ttl_ms: 20_000,
          session: randomUUID(),
          by_up_ms: 9e9,
        }),
        { retain: true, qos: 0 },
      );
      await seat.gate.disconnect();
      const back = await new PlayedGate(seat.gate.credential, seat.gate.boot).connect();
      await until(() => (kind === 'embedded' ? true : back.retained > 0), {
        deadlineMs: 3_000,
        what: 'the planted command',
      });
      expect(back.on).toBe(false);
      await back.disconnect();
      service.end(true);

      const ghost = await connectAsync(stage.service.mqttUrl, {
        username: slug,
        clientId: slug,
        password: seat.gate.credential.password,
        reconnectPeriod: 0,
      });
      await ghost.publishAsync(
        upTopic(slug, 'state'),
        JSON.stringify({
          online: true,
          boot: 77,
          seq: 3,
          on: true,
          session: randomUUID(),
          by: 'service',
          cause: 'lease',
          estop: false,
          up_ms: 5,
          fw: 'x',
        }),
        { retain: true, qos: 1 },
      );
      await ghost.endAsync();
      await stage.service.restart();
      const { tiles } = await stage.api.must<{ tiles: { machineId: string; power: string; state: string }[] }>(
        'GET',
        '/live/snapshot',
      );
      const tile = tiles.find(({ machineId }) => machineId === seat.machineId);
      expect(tile?.state).not.toBe('in-use');
      expect((await stage.open(seat.machineId)).length).toBe(0);
    });

    describe('what takes longer than a lease', () => {
      it.concurrent('a network that stood still for longer than the ttl powers nothing when it goes on', async () => {
        const { hostname, port } = new URL(stage.service.mqttUrl);
        const proxy = await FreezingProxy.to(hostname, Number(port));
        const seat = await stage.seat();
        await seat.gate.disconnect();
        const gate = await new PlayedGate({
          ...seat.gate.credential,
          mqttUrl: `mqtt://127.0.0.1:${proxy.port}`,
        }).connect();
        const { uid } = await stage.booked('Ela', seat);
        expect(await gate.ask(uid)).toMatchObject({ verdict: 'allow' });
        await until(() => gate.on, { deadlineMs: 2_000, what: 'power' });
        proxy.freeze();
        const frozenAt = performance.now();
        gate.tap(uid);
        await until(() => !gate.on, { deadlineMs: offBoundMs, what: 'the lease to lapse' });
        const lapsedAt = performance.timeOrigin + performance.now();
        await until(() => performance.now() - frozenAt > offBoundMs + 2_000, {
          deadlineMs: 30_000,
          what: 'a while longer',
        });
        proxy.thaw();
        await closed(seat.machineId, 40_000);
        expect(gate.turnedOnAfter(lapsedAt)).toBe(false);
        await gate.disconnect();
        await proxy.close();
      });

      it.concurrent('a machine stays on by its renewals, and falls off when its gate hears none', async () => {
        const seat = await running();
        const startedAt = performance.now();
        await until(() => performance.now() - startedAt > offBoundMs, {
          deadlineMs: 30_000,
          what: 'a whole lease and more',
        });
        expect(seat.gate.on).toBe(true);
        expect(seat.gate.edges.length).toBe(1);
      });
    });
  });
