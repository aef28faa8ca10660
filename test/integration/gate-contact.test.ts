import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { retryMs } from '../../src/core/numbers.js';
import { GateContactRepository } from '../../src/modules/gates/gate-contact.repository.js';
import { JournalRepository } from '../../src/modules/gates/journal.repository.js';
import { Database } from '../../src/platform/database/database.js';
import { addGate, addMachine } from '../support/builders.js';
import { testDatabase } from '../support/postgres.js';

let postgres: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
let contact: GateContactRepository;
const boot = 7;
const begin = Date.UTC(2026, 10, 25, 12);

beforeAll(async () => {
  postgres = await testDatabase();
  db = await Database.connect({ url: postgres.url, poolSize: 3, entities: [], applicationName: 'gate-contact' });
  contact = new GateContactRepository(db);
});
afterAll(async () => {
  await db.close();
  await postgres.drop();
});

let gates = 0;
/** A gate that was heard to power up. */
async function heardGate(): Promise<string> {
  gates += 1;
  const gateId = await addGate(db, { machineId: await addMachine(db), slug: `gate-${gates}` });
  await contact.hearBoot(`gate-${gates}`, boot, begin);
  return gateId;
}

/** It says that its relay is on for a session that nobody knows. */
async function saysOn(gateId: string, atMs: number): Promise<void> {
  const report = {
    gateId,
    boot,
    upMs: atMs,
    on: true,
    sessionId: randomUUID(),
    cause: 'lease',
    estop: false,
    seq: 0,
    fw: 'x',
    at: begin + atMs,
    changedAt: begin + atMs,
    offsetMs: 0,
  };
  expect([...(await contact.report([report], 1_000)).keys()]).toEqual([gateId]);
}

const unexpected = async (gateId: string, atMs: number) =>
  (await contact.claimUnexpectedOn(begin + atMs, retryMs)).find((one) => one.address.gateId === gateId);

describe('a gate that is on without a session', () => {
  it('is told off once a turn, by one replica, with a number that rises', async () => {
    const gateId = await heardGate();
    await saysOn(gateId, 0);
    const first = await unexpected(gateId, 1_000);
    expect(await unexpected(gateId, 1_000 + retryMs - 1)).toBeUndefined();
    const second = await unexpected(gateId, 1_000 + retryMs);
    expect(second!.seq).toBe(first!.seq + 1);
  });

  it('is known to be stuck only from what it says after it was told off', async () => {
    const gateId = await heardGate();
    await saysOn(gateId, 0);
    expect(await unexpected(gateId, 30_000)).toMatchObject({ live: false, since: begin + 30_000 });
    // Its cable was out: a last word from before is no relay that does not follow.
    expect(await unexpected(gateId, 56_000)).toMatchObject({ live: false });
    await saysOn(gateId, 57_000);
    expect(await unexpected(gateId, 58_000)).toMatchObject({ live: true, since: begin + 30_000 });
  });
});

describe('the numbers of a boot that the database holds', () => {
  const event = (n: number, range: { from?: number; to?: number } = {}) => ({
    n,
    up_ms: n,
    kind: range.to === undefined ? 'power-up' : 'dropped',
    ...range,
  });

  it('are acknowledged up to the first gap, over ranges that the gate had to drop', async () => {
    const journals = new JournalRepository(db);
    const gateId = await heardGate();
    const keep = async (...events: ReturnType<typeof event>[]): Promise<number> => {
      await journals.keep(gateId, boot, [], events, begin);
      return await journals.advance(gateId, boot);
    };
    expect(await keep(event(2))).toBe(0);
    expect(await keep(event(1))).toBe(2);
    expect(await keep(event(9, { from: 5, to: 8 }))).toBe(2);
    expect(await keep(event(10, { from: 3, to: 3 }))).toBe(3);
    expect(await keep(event(11, { from: 12, to: 4_000_000_000 }))).toBe(3);
    expect(await keep(event(4))).toBe(4_000_000_000);
    expect(await keep(event(4_000_000_002))).toBe(4_000_000_000);
    expect(await keep(event(4_000_000_003, { from: 9, to: 2 }))).toBe(4_000_000_000);
    expect(await keep(event(4_000_000_001))).toBe(4_000_000_003);
    const rows = await db.query('select from gate_event where gate_id = $1', [gateId]);
    expect(rows.length).toBe(9);
  });
});
