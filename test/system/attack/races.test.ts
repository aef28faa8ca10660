import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../support/wait.js';
import { type Seat, Stage, stageKinds } from './stage.js';

/** Taps on the way when the answer to a change arrives; a packet on loopback needs far less. */
const inFlightMs = 250;
const lanes = 10;
/** The short form of the suite; `npm run attack` runs ten times as many, which is 1,000 duels and 300 of each withdrawal. */
const share = process.env.BRAMA_ATTACK === 'long' ? 1 : 0.1;
const duels = 1_000 * share;
const rounds = 300 * share;

describe.each(stageKinds)('races, on %s', (kind) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open(kind);
  });
  afterAll(async () => await stage?.close());

  /** Rounds spread over machines of their own, side by side. */
  async function play(
    count: number,
    seats: readonly Seat[],
    round: (seat: Seat, index: number) => Promise<void>,
  ): Promise<number> {
    let done = 0;
    await Promise.all(
      seats.map(async (seat, lane) => {
        for (let index = lane; index < count; index += seats.length) {
          await round(seat, index);
          done += 1;
        }
      }),
    );
    return done;
  }

  async function duel(seat: Seat, uids: readonly [string, string]): Promise<number> {
    const asked = await Promise.all(uids.map(async (uid) => await seat.gate.ask(uid)));
    expect(asked.filter(({ verdict }) => verdict === 'allow').length).toBe(1);
    const open = await stage.open(seat.machineId);
    await stage.reset(seat);
    return open.length;
  }

  it(`two members at one machine, ${duels} times: one session, never two`, async () => {
    const seats = await stage.seats(lanes, { bookingMode: 'open' });
    const uids = await Promise.all(
      seats.map(async () => [(await stage.api.member('Ola')).uid, (await stage.api.member('Jan')).uid] as const),
    );
    const done = await play(duels, seats, async (seat) => {
      expect(await duel(seat, uids[seats.indexOf(seat)] ?? ['', ''])).toBe(1);
    });
    expect(done).toBe(duels);
  });

  it(`one member at two machines with a limit of one, ${rounds} times: never both`, async () => {
    const seats = await stage.seats(lanes * 2, { bookingMode: 'open' });
    const pairs = seats.slice(0, lanes).map((seat, index) => [seat, seats[lanes + index]!] as const);
    const members = await Promise.all(pairs.map(async () => await stage.api.member('Ewa')));
    const done = await play(rounds, seats.slice(0, lanes), async (seat) => {
      const lane = seats.indexOf(seat);
      const [here, there] = pairs[lane]!;
      const { uid } = members[lane]!;
      const answers = await Promise.all([here.gate.ask(uid), there.gate.ask(uid)]);
      expect(answers.filter(({ verdict }) => verdict === 'allow').length).toBeLessThanOrEqual(1);
      const open = [...(await stage.open(here.machineId)), ...(await stage.open(there.machineId))];
      expect(open.length).toBeLessThanOrEqual(1);
      await stage.reset(here);
      await stage.reset(there);
    });
    expect(done).toBe(rounds);
  });

  const withdrawals = {
    lock: async (seat: Seat) => await stage.api.must('POST', `/machines/${seat.machineId}/lock`, { reason: 'próba' }),
    suspend: async (_: Seat, member: { id: string }) =>
      await stage.api.must('POST', `/members/${member.id}/suspend`, { reason: 'próba' }),
    revoke: async (_: Seat, member: { certificateId: string }) =>
      await stage.api.must('POST', `/certificates/${member.certificateId}/revoke`, { reason: 'próba' }),
    block: async (_: Seat, member: { cardId: string }) =>
      await stage.api.must('POST', `/cards/${member.cardId}/block`, { reason: 'próba' }),
  };

  it.each(Object.keys(withdrawals) as (keyof typeof withdrawals)[])(
    `%s against a tap, ${rounds} times: no power after it was acknowledged`,
    async (name) => {
      const competencyId = await stage.api.competency();
      const seats = await stage.seats(lanes, { bookingMode: 'open', competencyIds: [competencyId] });
      const members = await Promise.all(
        seats.map(async () => {
          const member = await stage.api.member('Iga');
          return { ...member, certificateId: (await stage.api.certify(member.id, competencyId)).id };
        }),
      );
      const seen = { powerBefore: 0, noPower: 0, inGrace: 0 };
      const done = await play(rounds, seats, async (seat, index) => {
        const member = members[seats.indexOf(seat)]!;
        const tapped = seat.gate.ask(member.uid);
        // The change comes before, within and after the tap.
        for (let turn = 0; turn < (index * 7) % 60; turn += 1) await new Promise(setImmediate);
        await withdrawals[name](seat, member);
        const acknowledgedAt = performance.timeOrigin + performance.now();
        await tapped;
        await until(() => performance.timeOrigin + performance.now() > acknowledgedAt + inFlightMs, {
          deadlineMs: 2_000,
          what: 'packets on the way',
        });
        expect(seat.gate.turnedOnAfter(acknowledgedAt + inFlightMs / 5)).toBe(false);
        if (seat.gate.on) {
          // It ran already when the right was withdrawn: warned, with its grace. A lock knows no grace.
          const [session] = await stage.open(seat.machineId);
          if (name === 'lock' || !session?.confirmed_at) throw new Error(`power after a ${name} was acknowledged`);
          await until(async () => (await stage.open(seat.machineId))[0]?.withdrawn_at, {
            deadlineMs: 4_000,
            what: 'the warning',
          });
          seen.inGrace += 1;
        } else if (seat.gate.edges.length > 0 && seat.gate.edges.at(-1)!.at > acknowledgedAt - 2_000)
          seen.powerBefore += 1;
        else seen.noPower += 1;
        await giveBack(member);
        await stage.reset(seat);
        seat.gate.edges.length = 0;
      });
      expect(done).toBe(rounds);
      expect(seen.noPower + seen.powerBefore + seen.inGrace).toBe(rounds);
      console.log(`${kind}: ${name}: ${JSON.stringify(seen)}`);
    },
  );

  async function giveBack(member: { id: string; cardId: string; certificateId: string }): Promise<void> {
    await stage.db.query(
      `with c as (update card set blocked_at = null where id = $2),
       x as (update certificate set revoked_at = null, revoked_by = null, revoke_reason = null where id = $3)
       update member set suspended_at = null, suspended_reason = null, version = version + 1 where id = $1`,
      [member.id, member.cardId, member.certificateId],
    );
  }
});

// With one replica a gate's taps come in order and never meet, so that there is nothing to lose.
describe('the duel with the guards taken away, on mosquitto', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open('mosquitto');
  });
  afterAll(async () => await stage?.close());

  it('is lost: the test can fail', async () => {
    const seat = await stage.seat({ bookingMode: 'open' });
    const uids = [(await stage.api.member('Ola')).uid, (await stage.api.member('Jan')).uid] as const;
    await stage.db.query('drop index session_one_open');
    await stage.db.query(
      `create function same_version() returns trigger language plpgsql as 'begin new.version := old.version; return new; end'`,
    );
    await stage.db.query(
      'create trigger same_version before update on machine for each row execute function same_version()',
    );
    let most = 0;
    for (let round = 0; round < 200 && most < 2; round += 1) {
      await Promise.all(uids.map(async (uid) => await seat.gate.ask(uid)));
      most = Math.max(most, (await stage.open(seat.machineId)).length);
      await stage.reset(seat);
    }
    expect(most).toBe(2);
  });
});
