import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../support/wait.js';
import { type Seat, Stage } from './stage.js';

describe('a lock while the broker is away', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open('mosquitto', { replicas: 1 });
  });
  afterAll(async () => await stage?.close());

  async function running(): Promise<Seat> {
    const seat = await stage.seat({ bookingMode: 'open' });
    expect(await seat.gate.ask((await stage.api.member('Anna')).uid)).toMatchObject({ verdict: 'allow' });
    await until(async () => (await stage.open(seat.machineId))[0]?.state === 'running', {
      deadlineMs: 3_000,
      what: 'a confirmed session',
    });
    return seat;
  }

  it('is kept, and is not called done before the gate could be told', async () => {
    const seat = await running();
    await stage.broker!.kill();
    await until(() => !seat.gate.connected, { deadlineMs: 5_000, what: 'the broker to be missed' });
    const answer = await stage.api.call('POST', `/machines/${seat.machineId}/lock`, { reason: 'dym' });
    expect([answer.status, answer.body]).toMatchObject([503, { code: 'off-not-sent', params: { withinS: 25 } }]);
    const { rowCount } = await stage.db.query('select from machine where id = $1 and out_of_order_at is not null', [
      seat.machineId,
    ]);
    expect(rowCount).toBe(1);
    await stage.broker!.restart();
    await until(() => !seat.gate.on, { deadlineMs: 15_000, what: 'the off once the broker is back' });
  });
});
