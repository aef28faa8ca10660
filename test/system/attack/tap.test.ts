import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../support/wait.js';
import { Stage, stageKinds } from './stage.js';

describe.each(stageKinds)('a tap, on %s', (kind) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open(kind);
  });
  afterAll(async () => await stage.close());

  it('powers a machine for its certified member who has it booked, and for nobody else', async () => {
    const competencyId = await stage.api.competency();
    const { machineId, gate } = await stage.seat({ competencyIds: [competencyId] });
    const anna = await stage.api.member('Anna Wiśniewska');
    await stage.api.certify(anna.id, competencyId);
    const piotr = await stage.api.member('Piotr Zając');
    const from = Date.now() + 2_500;
    await stage.api.book(machineId, anna.id, from, Date.now() + 3_600_000);

    expect(await gate.ask(piotr.uid)).toMatchObject({ verdict: 'deny', code: 'not-certified', light: 'red' });
    expect(await gate.ask(anna.uid)).toMatchObject({ verdict: 'deny', code: 'booking-required' });
    expect(gate.edges).toEqual([]);
    await gate.cardsAway();
    await until(() => Date.now() > from, { deadlineMs: 3_000, what: 'the booking to begin' });
    expect(await gate.ask(anna.uid)).toMatchObject({ verdict: 'allow', code: 'ok' });
    await until(() => gate.on, { deadlineMs: 1_000, what: 'power' });
    await until(async () => (await stage.api.openSessions(machineId))[0]?.state === 'running', {
      deadlineMs: 2_000,
      what: 'a confirmed session',
    });
    await gate.cardsAway();
    const again = await gate.ask(piotr.uid);
    expect(again.verdict).toBe('deny');
    expect(gate.on).toBe(true);
    await gate.cardsAway();
    expect(await gate.ask(anna.uid)).toMatchObject({ verdict: 'info', code: 'switched-off' });
    await until(() => !gate.on, { deadlineMs: 1_000, what: 'off' });
    await until(async () => (await stage.api.openSessions(machineId)).length === 0, {
      deadlineMs: 3_000,
      what: 'a closed session',
    });
  });

  it('is counted, with the time it took', async () => {
    const texts = await Promise.all(
      stage.services.map(async ({ url }) => await (await fetch(`${url}/metrics`)).text()),
    );
    const counted = (line: RegExp): number =>
      texts.reduce((sum, text) => sum + Number(line.exec(text)?.groups?.['count'] ?? 0), 0);
    expect(counted(/^brama_tap_total\{verdict="allow",code="ok"\} (?<count>\d+)$/m)).toBeGreaterThanOrEqual(1);
    expect(counted(/^brama_tap_total\{verdict="deny",code="not-certified"\} (?<count>\d+)$/m)).toBeGreaterThanOrEqual(
      1,
    );
    expect(counted(/^brama_tap_seconds_count (?<count>\d+)$/m)).toBeGreaterThanOrEqual(5);
    for (const text of texts) expect(text).toMatch(/^brama_open_sessions \d+$/m);
    expect(texts.join('').includes('brama_broker_signed_in')).toBe(kind === 'embedded');
  });
});
