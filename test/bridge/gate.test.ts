import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downTopic, sign } from '../../src/contracts/mqtt/index.js';
import { hmacSha256 } from '../../firmware-bridge/inbox.js';
import { until } from '../support/wait.js';
import { deadlineMs, session, yes } from './played-service.js';
import { anna, gateKey, Workshop } from './workshop.js';

let shop: Workshop;
let boot: number;
beforeEach(async () => {
  shop = await Workshop.open();
  boot = await shop.start();
});
afterEach(async () => shop.close());

const lease = (seq: number, of = 1, extra: object = {}) => ({
  boot,
  seq,
  on: true,
  ttl_ms: 24_000,
  session: session(of),
  by_up_ms: 1_000_000,
  ...extra,
});
const offAt = (seq: number) => ({ boot, seq, on: false });
const closed = () => shop.device().closed;

/** Something harmless that is answered: what was said before it has been taken. */
async function settled(seq: number): Promise<void> {
  await shop.service.say('laser', 'relay', offAt(seq));
  await shop.service.hears('state', { seq, on: false });
}

async function powered(seq = 1): Promise<void> {
  await shop.service.say('laser', 'relay', lease(seq));
  await shop.service.hears('state', { boot, seq, on: true });
}

describe('a tap', () => {
  it('crosses the broker, is answered and shown', async () => {
    shop.device().tap(anna);
    const tap = await shop.service.hears('tap');
    expect(tap).toMatchObject({ boot, n: 2, age_ms: 0, tech: 'virtual', uid: anna.uid });
    await shop.service.say('laser', 'ui', yes(boot, 2));
    await shop.service.say('laser', 'ack', { boot, upto: 2 });
    await settled(1);
    shop.clock.move(10_000);
    await settled(2);
    expect(shop.service.all('tap')).toHaveLength(1);
    expect(shop.service.misfits).toEqual([]);
  });

  it('is repeated with its number and its age when the answer is lost, and then told by the journal', async () => {
    const leave = shop.service.acknowledgeAll();
    shop.device().tap(anna);
    await shop.service.hears('tap', { n: 2, age_ms: 0 });
    shop.clock.move(1_000);
    await shop.service.hears('tap', { n: 2, age_ms: 1_000 });
    shop.clock.move(2_000);
    const last = await shop.service.hears('tap', { n: 2, age_ms: 3_000 });
    expect(last).toMatchObject({ up_ms: 0 });
    expect(shop.service.kinds()).not.toContain('tap');
    shop.clock.move(2_000);
    await shop.service.tells('tap');
    expect(shop.service.all('tap')).toHaveLength(3);
    expect(shop.service.events().get(`${boot}/2`)).toMatchObject({ kind: 'tap', tech: anna.tech, uid: anna.uid });
    leave();
  });

  it('that was answered but never acknowledged is told by the journal too', async () => {
    shop.device().tap(anna);
    await shop.service.hears('tap', { n: 2 });
    await shop.service.say('laser', 'ui', yes(boot, 2));
    await shop.service.say('laser', 'ack', { boot, upto: 1 });
    await settled(1);
    shop.clock.move(3_000);
    await settled(2);
    expect(shop.service.kinds()).not.toContain('tap');
    shop.clock.move(1_000);
    await shop.service.tells('tap');
    expect(shop.service.all('tap')).toHaveLength(1);
  });

  it('without contact is never sent late, only written down', async () => {
    shop.gate().plugOut();
    shop.device().tap(anna);
    shop.clock.move(6_000);
    shop.gate().plugIn();
    await shop.service.tells('tap');
    expect(shop.service.all('tap')).toEqual([]);
  });

  it('of a reader gone mad is limited, and others are not disturbed', async () => {
    for (let i = 0; i < 1_000; i++) shop.device().tap(anna);
    shop.device('saw').tap(anna);
    await shop.service.hears('tap', {}, 'saw');
    await shop.service.hears('tap', { n: 11 });
    expect(shop.service.all('tap')).toHaveLength(10);
    expect(shop.gate().drops.total('tap', 'too-many')).toBe(990);
  });
});

describe('a lease', () => {
  it('powers, is confirmed, renewed and ended, and all of it written down', async () => {
    shop.service.acknowledgeAll();
    await powered();
    shop.clock.move(8_000);
    await powered(2);
    shop.clock.move(20_000);
    expect(closed()).toBe(true);
    await shop.service.say('laser', 'relay', offAt(3));
    const off = await shop.service.hears('state', { seq: 3, on: false });
    expect(off).toMatchObject({ by: 'service', cause: 'off', session: session(1), changed_up_ms: 28_000 });
    await shop.service.tells('relay-off');
    expect(shop.service.kinds()).toEqual(['power-up', 'relay-on', 'relay-off']);
    expect(shop.service.events().get(`${boot}/3`)).toMatchObject({ session: session(1), cause: 'off', up_ms: 28_000 });
  });

  it('lapses by itself, and a renewal that comes late never closes the relay', async () => {
    await powered();
    shop.clock.move(23_999);
    expect(closed()).toBe(true);
    shop.clock.move(1);
    expect(closed()).toBe(false);
    await shop.service.hears('state', { seq: 1, on: false, cause: 'lease', by: 'gate', changed_up_ms: 24_000 });
    await shop.service.say('laser', 'relay', lease(2));
    await settled(2);
    expect(shop.gate().drops.total('relay', 'burnt')).toBe(1);
    expect(closed()).toBe(false);
  });

  it('lapses with the cable out, on the gate itself; the broker says that the gate is gone', async () => {
    await powered();
    shop.gate().plugOut();
    await shop.service.hears('state', { online: false, boot });
    shop.clock.move(24_000);
    expect(closed()).toBe(false);
    shop.gate().plugIn();
    await shop.service.hears('state', { boot, on: false, cause: 'lease' });
    await until(() => shop.service.all('journal').length > 1, { deadlineMs, what: 'a second greeting' });
    shop.service.acknowledgeAll();
    shop.clock.move(15_000);
    await shop.service.tells('lease-lapsed');
  });

  it('is refused where it cannot be written down', async () => {
    shop.gate().journal.close();
    await shop.service.say('laser', 'relay', lease(1));
    await settled(2);
    expect(closed()).toBe(false);
    expect(shop.gate().drops.total('relay', 'journal')).toBe(1);
    shop.bridge = undefined;
  });
});

describe('an e-stop', () => {
  it('cuts at once, refuses while pressed, and asks for a new tap', async () => {
    await powered();
    shop.device().setEstop(true);
    expect(closed()).toBe(false);
    await shop.service.hears('state', { estop: true, on: false, cause: 'estop', by: 'local' });
    await shop.service.say('laser', 'relay', lease(2, 2));
    await settled(2);
    shop.device().setEstop(false);
    await shop.service.say('laser', 'relay', lease(3, 2));
    await shop.service.say('laser', 'relay', lease(4, 1));
    await settled(4);
    expect(closed()).toBe(false);
    await shop.service.say('laser', 'relay', lease(5, 3));
    await shop.service.hears('state', { seq: 5, on: true });
  });
});

describe('a stuck relay', () => {
  it('is reported as what the contact says, and its opening is written down', async () => {
    shop.service.acknowledgeAll();
    await powered();
    shop.device().setStuck(true);
    await shop.service.say('laser', 'relay', offAt(2));
    await shop.service.hears('state', { seq: 2, on: true, cause: 'off' });
    for (let seq = 3; seq < 6; seq++) {
      shop.clock.move(500);
      await shop.service.say('laser', 'relay', offAt(seq));
      await shop.service.hears('state', { seq, on: true });
    }
    await shop.service.hears('state', { on: true, cause: 'stuck' });
    shop.device().setStuck(false);
    await shop.service.hears('state', { seq: 5, on: false, cause: 'off' });
    await shop.service.tells('relay-off');
    expect(shop.service.kinds()).toEqual(['power-up', 'relay-on', 'relay-stuck', 'relay-off']);
    expect([...shop.service.events().values()].at(-1)).toMatchObject({ cause: 'stuck', session: session(1) });
  });
});

describe('a power cut', () => {
  it('forgets everything but the journal, and nothing of before powers again', async () => {
    await powered();
    shop.gate().cutPower();
    expect(closed()).toBe(false);
    await shop.service.hears('state', { online: false, boot });
    const before = boot;
    shop.gate().powerOn();
    boot = await shop.greeted();
    expect(boot).not.toBe(before);
    expect(shop.service.latest()).toMatchObject({ boot, seq: 0, on: false, cause: 'power-up', session: null });
    for (const replayed of [lease(1, 1, { boot: before }), lease(2, 1, { boot: before })]) {
      await shop.service.say('laser', 'relay', replayed);
    }
    await settled(1);
    expect(closed()).toBe(false);
    expect(shop.gate().drops.total('relay', 'boot')).toBe(2);
    const stop = shop.service.acknowledgeAll();
    shop.clock.move(15_000);
    await shop.service.tells('relay-on');
    stop();
    expect(shop.service.events().get(`${before}/2`)).toMatchObject({ kind: 'relay-on', session: session(1) });
  });
});

describe('what must not switch', () => {
  const retainedDropped = async (times: number): Promise<boolean> =>
    until(() => shop.gate().drops.total('relay', 'retained') === times, {
      deadlineMs,
      what: `retained commands to be dropped: ${times}`,
    });

  it('drops a retained command and writes down that there was one', async () => {
    const planted = { boot, seq: 9, on: true, ttl_ms: 24_000, session: session(1), by_up_ms: 1_000_000 };
    await shop.plant('laser', planted);
    shop.gate().plugOut();
    await shop.service.hears('state', { online: false, boot });
    const stop = shop.service.acknowledgeAll();
    shop.gate().plugIn();
    await retainedDropped(1);
    await shop.service.tells('retained-command');
    shop.gate().plugOut();
    shop.gate().plugIn();
    await retainedDropped(2);
    stop();
    expect(shop.service.kinds().filter((kind) => kind === 'retained-command')).toHaveLength(1);
  });

  const bad: [string, () => unknown, string][] = [
    ['no JSON', () => '{"boot":', 'not-json'],
    ['no UTF-8', () => Buffer.from([0x7b, 0xff, 0x7d]), 'not-json'],
    ['a list', () => [1], 'shape:'],
    ['no boot', () => ({ ...lease(1), boot: undefined }), 'shape:boot'],
    ['a boot in words', () => ({ ...lease(1), boot: 'one' }), 'shape:boot'],
    ['no ttl', () => ({ ...lease(1), ttl_ms: undefined }), 'shape:ttl_ms'],
    ['an endless ttl', () => ({ ...lease(1), ttl_ms: 1e9 }), 'shape:ttl_ms'],
    ['no session', () => ({ ...lease(1), session: null }), 'shape:session'],
    ['no by_up_ms', () => ({ ...lease(1), by_up_ms: undefined }), 'shape:by_up_ms'],
    ['a negative seq', () => lease(-1), 'shape:seq'],
    ['a seq above 2³²', () => lease(2 ** 32), 'shape:seq'],
    ['on in words', () => ({ ...lease(1), on: 'true' }), 'shape:on'],
    ['too many bytes', () => ({ ...lease(1), more: 'x'.repeat(2_000) }), 'too-large'],
  ];
  it.each(bad)('drops and counts a command with %s', async (_, payload, reason) => {
    await shop.service.say('laser', 'relay', payload());
    await settled(1);
    expect(shop.gate().drops.total('relay', reason)).toBe(1);
    expect(shop.service.events().size).toBe(1);
    expect(closed()).toBe(false);
  });

  it('drops bad answers and acknowledgements too, and answers of another boot', async () => {
    await shop.service.say('laser', 'ui', '[]');
    await shop.service.say('laser', 'ack', { boot, upto: -1 });
    await shop.service.say('laser', 'ui', yes(boot + 1, 1));
    await settled(1);
    expect(shop.gate().drops.total('ui', 'shape:')).toBe(1);
    expect(shop.gate().drops.total('ack', 'shape:upto')).toBe(1);
    expect(shop.gate().drops.total('ui', 'boot')).toBe(1);
  });
});

describe('a signed gate', () => {
  const key = Buffer.from(gateKey, 'base64url');
  const signed = (order: object, slug = 'saw', kind: 'relay' | 'ui' = 'relay') =>
    sign(downTopic(slug, kind), JSON.stringify(order), key, hmacSha256);

  it('obeys its key, and nothing without it', async () => {
    const at = await shop.greeted('saw');
    const order = { ...lease(1), boot: at };
    const last = signed(order);
    const wrong = [
      JSON.stringify(order),
      signed(order, 'laser'),
      signed(order, 'saw', 'ui'),
      sign(downTopic('saw', 'relay'), JSON.stringify(order), Buffer.alloc(32), hmacSha256),
      `${last}A`,
      last.replace('v1', 'v2'),
      'v1..',
      'v1.'.concat('A'.repeat(5_000)),
    ];
    for (const payload of wrong) await shop.service.say('saw', 'relay', payload);
    await shop.service.say('saw', 'relay', signed({ boot: at, seq: 1, on: false }));
    await shop.service.hears('state', { seq: 1 }, 'saw');
    expect(shop.device('saw').closed).toBe(false);
    expect(shop.gate('saw').drops.total('relay', 'signature')).toBe(wrong.length);
    await shop.service.say('saw', 'relay', signed({ ...order, seq: 2 }));
    await shop.service.hears('state', { seq: 2, on: true }, 'saw');
  });
});

describe('state', () => {
  it('is told every ten seconds, with the time since power-up', async () => {
    shop.clock.move(10_000);
    expect(await shop.service.hears('state', { up_ms: 10_000 })).toMatchObject({ online: true, boot });
    shop.clock.move(10_000);
    expect(await shop.service.hears('state', { up_ms: 20_000 })).toMatchObject({ online: true, boot });
  });

  it('ends with an off and a farewell when the bridge is stopped', async () => {
    await powered();
    await shop.stop();
    await shop.service.hears('state', { online: false, boot });
    const states = shop.service.all('state');
    expect(states.at(-2)).toMatchObject({ on: false, by: 'gate', cause: 'off' });
    expect(states.at(-1)).toEqual({ online: false, boot });
  });
});
