import { afterAll, beforeAll, expect, it } from 'vitest';
import { offBoundMs } from '../../../src/core/numbers.js';
import { FreezingProxy } from '../../support/freezing-proxy.js';
import { until } from '../../support/wait.js';
import { type Seat, Stage } from './stage.js';

/** The network of a gate that stands still is in old-and-odd.test.ts. */
let stage: Stage;
let proxy: FreezingProxy;
beforeAll(async () => {
  stage = await Stage.open('mosquitto', {
    replicas: 1,
    between: async (port) => {
      proxy = await FreezingProxy.to('127.0.0.1', port);
      return proxy.port;
    },
  });
});
afterAll(async () => {
  await stage?.close();
  await proxy?.close();
});

it('a network between service and broker that stood still for longer than the ttl powers nothing when it goes on', async () => {
  const [running, free] = (await stage.seats(2, { bookingMode: 'open' })) as [Seat, Seat];
  const anna = await stage.api.member('Anna');
  const ewa = await stage.api.member('Ewa');
  expect(await running.gate.ask(anna.uid)).toMatchObject({ verdict: 'allow' });
  await until(() => running.gate.on, { deadlineMs: 2_000, what: 'power' });

  proxy.freeze();
  // The broker takes the tap; the service hears of it when nobody stands there any more.
  free.gate.tap(ewa.uid);
  await until(() => !running.gate.on, { deadlineMs: offBoundMs, what: 'the lease to lapse' });
  const lapsedAt = performance.timeOrigin + performance.now();
  proxy.thaw();
  await stage.service.ready();
  running.gate.report();
  await until(async () => (await stage.open(running.machineId)).length === 0, {
    deadlineMs: offBoundMs,
    what: 'the session to close',
  });
  expect(running.gate.turnedOnAfter(lapsedAt)).toBe(false);
  expect(free.gate.edges).toEqual([]);

  expect(await free.gate.ask(ewa.uid)).toMatchObject({ verdict: 'allow' });
  await until(() => free.gate.on, { deadlineMs: 2_000, what: 'power after a new tap' });
  expect(free.gate.edges.length).toBe(1);
});
