import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BridgeConfig, readBridgeConfig } from '../../firmware-bridge/config.js';
import { SystemClock } from '../../src/platform/clock/clock.js';
import { until } from '../support/wait.js';
import { Cable } from './cable.js';
import { deadlineMs, session, yes } from './played-service.js';
import { Pn532Twin } from './twins/pn532-twin.js';
import { PzemTwin } from './twins/pzem-twin.js';
import { WaveshareTwin } from './twins/waveshare-twin.js';
import { makeConfig, Workshop } from './workshop.js';

/** A gate of real ports: a reader on one cable and a relay on another, through the broker to a played service. */
let shop: Workshop;
let boot: number;
const [reader, board] = [new Pn532Twin(), new WaveshareTwin()];
let readerCable: Cable;
let relayCable: Cable;
const uid = '04de5f1eacc040';

const configWith = (...devices: object[]): BridgeConfig => {
  const whole = makeConfig(shop.url, shop.dataDir) as { gates: object[] };
  return readBridgeConfig(JSON.stringify({ ...whole, gates: [{ ...whole.gates[0], devices }] }));
};
const lease = (seq: number, of: number, ttl: number) => ({
  boot,
  seq,
  on: true,
  ttl_ms: ttl,
  session: session(of),
  by_up_ms: 1_000_000,
});

beforeEach(async () => {
  shop = await Workshop.open();
});
afterEach(async () => {
  await shop.close();
});

describe('a PN532 and a Waveshare relay', () => {
  beforeEach(async () => {
    [readerCable, relayCable] = await Promise.all([Cable.to(reader), Cable.to(board)]);
    reader.card = undefined;
    board.heard.length = 0;
    const devices = [
      { driver: 'pn532', port: readerCable.path },
      { driver: 'waveshare-relay', port: relayCable.path, channel: 0 },
    ];
    boot = await shop.start(new SystemClock(), configWith(...devices));
    shop.service.acknowledgeAll();
    await ready();
  });
  afterEach(async () => {
    await shop.stop();
    await Promise.all([readerCable.end(), relayCable.end()]);
  });

  /** Off, and read back. */
  const ready = (): Promise<boolean> =>
    until(() => board.heard.some((said) => said.startsWith('0101')), { deadlineMs, what: 'the relay to be greeted' });

  it('power a machine from tap to off, and say nothing of the relay but what it did', async () => {
    reader.card = Buffer.from(uid, 'hex');
    const tap = await shop.service.hears('tap', { tech: 'iso14443a', uid });
    await shop.service.say('laser', 'ui', yes(boot, tap['n'] as number));
    await shop.service.say('laser', 'relay', lease(1, 1, 24_000));
    const on = await shop.service.hears('state', { seq: 1 });
    expect([on['on'], on['session'], board.coils[0]]).toEqual([true, session(1), true]);
    await shop.service.say('laser', 'relay', { boot, seq: 2, on: false });
    await shop.service.hears('state', { seq: 2, on: false, cause: 'off' });
    expect(board.coils[0]).toBe(false);
    await shop.service.tells('relay-off');
    expect(shop.service.kinds()).toEqual(['power-up', 'relay-on', 'relay-off']);
  });

  it('end the session when the relay’s cable is pulled, and work again when it is in', async () => {
    await shop.service.say('laser', 'relay', lease(1, 1, 4_000));
    await shop.service.hears('state', { seq: 1, on: true });
    await relayCable.pull();
    // A renewal does not reach it. It is on for as long as its own timer runs, and the gate says so.
    await shop.service.say('laser', 'relay', lease(2, 1, 24_000));
    await shop.service.hears('state', { seq: 2, on: true });
    await shop.service.hears('state', { on: false, cause: 'lease', by: 'gate' });
    await shop.service.tells('lease-lapsed');
    await until(() => board.coils[0] === false, { deadlineMs, what: 'the timer of the board' });
    board.heard.length = 0;
    await relayCable.plug();
    await ready();
    await shop.service.say('laser', 'relay', lease(3, 1, 24_000));
    await until(() => shop.gate().drops.total('relay', 'burnt') === 1, {
      deadlineMs,
      what: 'the old session to stay over',
    });
    await shop.service.say('laser', 'relay', lease(4, 2, 24_000));
    await shop.service.hears('state', { seq: 4, on: true });
    expect(board.coils[0]).toBe(true);
  });

  it('are off when the bridge stops, and it says so before it goes', async () => {
    await shop.service.say('laser', 'relay', lease(1, 1, 24_000));
    await shop.service.hears('state', { seq: 1, on: true });
    await shop.stop();
    expect(board.coils[0]).toBe(false);
    await shop.service.hears('state', { online: false, boot });
    expect(shop.service.all('state').at(-2)).toMatchObject({ on: false, by: 'gate', cause: 'off' });
  });
});

it('a meter is heard by the service', async () => {
  const meter = new PzemTwin();
  [meter.w, meter.wh] = [70_000.5, 70_000];
  const cable = await Cable.to(meter);
  try {
    boot = await shop.start(new SystemClock(), configWith({ driver: 'pzem004t', port: cable.path }));
    expect(await shop.service.hears('power')).toEqual({ boot, w: 70_000.5, wh: 70_000 });
    expect(shop.service.misfits).toEqual([]);
  } finally {
    await shop.stop();
    await cable.end();
  }
});

it('a relay that does not close is told of only when the service has given up on it', async () => {
  boot = await shop.start(
    shop.clock,
    configWith({ driver: 'waveshare-relay', port: '/dev/nothing-is-here', channel: 0 }),
  );
  await shop.service.say('laser', 'relay', lease(1, 1, 24_000));
  await until(() => shop.gate().drops.total('waveshare-relay', 'away') === 1, {
    deadlineMs,
    what: 'the relay to be away',
  });
  shop.clock.move(5_999);
  expect(shop.service.all('state').filter(({ seq }) => seq === 1)).toEqual([]);
  shop.clock.move(1);
  await shop.service.hears('state', { seq: 1, on: false, cause: 'off', by: 'gate' });
  await shop.service.tells('relay-off');
});
