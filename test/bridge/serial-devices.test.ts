import { rmSync, symlinkSync } from 'node:fs';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { Device, DeviceEvent, DeviceHost, Driver } from '../../firmware-bridge/drivers/driver.js';
import { drivers } from '../../firmware-bridge/drivers/index.js';
import { bytesOf } from '../../firmware-bridge/serial/hex.js';
import { SerialLines } from '../../firmware-bridge/serial/serial-bus.js';
import { SystemClock } from '../../src/platform/clock/clock.js';
import { until } from '../support/wait.js';
import { Cable, type Twin } from './cable.js';
import { deadlineMs } from './played-service.js';
import { hex } from './twins/modbus-twin.js';
import { Pn532Twin } from './twins/pn532-twin.js';
import { Ryn4Twin } from './twins/ryn4-twin.js';
import { WaveshareTwin } from './twins/waveshare-twin.js';

/** A device as it is open, and all that it told. */
interface Opened {
  readonly device: Device;
  readonly told: DeviceEvent[];
  readonly dropped: string[];
  readonly log: string[];
  /** Waits until the log has had this message so often. */
  says(message: string, times?: number): Promise<void>;
}

const clock = new SystemClock();
let lines = new SerialLines(clock);
const cables: Cable[] = [];
const opened: Opened[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(async ({ device }) => device.close()));
  await Promise.all(cables.splice(0).map(async (cable) => cable.end()));
  lines = new SerialLines(clock);
});

async function plug(twin: Twin): Promise<Cable> {
  const cable = await Cable.to(twin);
  cables.push(cable);
  return cable;
}

function open(id: string, port: string, settings: object = {}): Opened {
  const driver = drivers.find((each): each is Driver => each.id === id)!;
  const [told, dropped, log]: [DeviceEvent[], string[], string[]] = [[], [], []];
  const host: DeviceHost = {
    tell: (event) => void told.push(event),
    drop: (reason) => void dropped.push(reason),
    clock,
    log: pino({}, { write: (line: string) => log.push((JSON.parse(line) as { msg: string }).msg) }),
    lines,
  };
  const device = driver.open(driver.settings.parse({ port, ...settings }), host);
  const says = async (message: string, times = 1): Promise<void> => {
    await until(() => log.filter((each) => each === message).length >= times, {
      deadlineMs,
      what: () => `"${message}" ${times} times; it said: ${log.join(', ')}; told: ${JSON.stringify(told)}`,
    });
  };
  const one = { device, told, dropped, log, says };
  opened.push(one);
  return one;
}

const contact = async ({ device }: Opened, closed: boolean): Promise<void> => {
  await until(() => device.closed === closed, { deadlineMs, what: `the contact to be ${closed ? 'closed' : 'open'}` });
};
const tells = async ({ told }: Opened, event: DeviceEvent): Promise<void> => {
  const wanted = JSON.stringify(event);
  await until(() => told.some((each) => JSON.stringify(each) === wanted), {
    deadlineMs,
    what: () => `${wanted}; told: ${JSON.stringify(told)}`,
  });
};
const deaf: Twin = { hear: () => undefined };
const on = (forMs: number) => ({ kind: 'relay-on', forMs }) as const;
const off = { kind: 'relay-off' } as const;
const cardFrame = bytesOf('02 31 34 30 30 38 45 43 37 39 33 43 45 03');
const otherFrame = bytesOf('02 30 43 30 30 30 36 32 31 41 35 38 45 03');
const card = { kind: 'card', tech: 'em4100', uid: '14008ec793' } as const;
const otherCard = { kind: 'card', tech: 'em4100', uid: '0c000621a5' } as const;

describe('a reader that speaks by itself', () => {
  it('tells a card once for as long as it lies there, behind noise and in pieces', async () => {
    const cable = await plug(deaf);
    const reader = open('rdm6300', cable.path);
    await reader.says('device ready');
    cable.say(bytesOf('FF 02 31 32'));
    cable.say(cardFrame.subarray(0, 5));
    cable.say(cardFrame.subarray(5));
    for (let i = 0; i < 50; i++) cable.say(cardFrame);
    cable.say(otherFrame);
    await tells(reader, otherCard);
    expect(reader.told).toEqual([card, otherCard]);
    expect(reader.dropped).toContain('noise');
  });

  it('is missed when its cable is pulled, and back when it is in again', async () => {
    const cable = await plug(deaf);
    const reader = open('rdm6300', cable.path);
    await reader.says('device ready');
    await cable.pull();
    await reader.says('device lost');
    await cable.plug();
    await reader.says('device ready', 2);
    cable.say(cardFrame);
    await tells(reader, card);
    expect(reader.log).toEqual(['device ready', 'device lost', 'device ready']);
  });

  it('that shouts does not disturb another', async () => {
    const [loud, calm] = [await plug(deaf), await plug(deaf)];
    const [shouting, reader] = [open('rdm6300', loud.path), open('rdm6300', calm.path)];
    await Promise.all([shouting.says('device ready'), reader.says('device ready')]);
    for (let i = 0; i < 1_000; i++) loud.say(otherFrame);
    calm.say(cardFrame);
    await tells(reader, card);
    await tells(shouting, otherCard);
    expect([shouting.told, reader.told]).toEqual([[otherCard], [card]]);
  });

  it('is looked for where its path leads, and that may change', async () => {
    const [first, second] = [await plug(deaf), await plug(deaf)];
    const link = `${first.path}-link`;
    symlinkSync(first.path, link);
    const reader = open('rdm6300', link);
    await reader.says('device ready');
    rmSync(link);
    symlinkSync(second.path, link);
    await reader.says('device lost');
    await reader.says('device ready', 2);
    second.say(cardFrame);
    await tells(reader, card);
    expect(reader.told).toEqual([card]);
  });
});

describe('a PN532', () => {
  const uid = Buffer.from('04de5f1eacc040', 'hex');
  const found = { kind: 'card', tech: 'iso14443a', uid: '04de5f1eacc040' } as const;

  it('is woken, set up and asked; noise between its answers does not matter', async () => {
    const twin = new Pn532Twin();
    twin.noise = Buffer.from('0000ff0000ff10', 'hex');
    const reader = open('pn532', (await plug(twin)).path);
    await reader.says('device ready');
    expect(twin.heard.slice(0, 3)).toEqual(['d414011401', 'd402', 'd43205ff0101']);
    twin.card = uid;
    await tells(reader, found);
    const asked = twin.heard.length;
    await until(() => twin.heard.length > asked + 4, { deadlineMs, what: 'more questions' });
    expect(reader.told).toEqual([found]);
  });

  it('that falls silent is lost, and woken again when it is back', async () => {
    const twin = new Pn532Twin();
    const reader = open('pn532', (await plug(twin)).path);
    await reader.says('device ready');
    twin.silent = true;
    await reader.says('device lost');
    twin.asleep = true;
    twin.silent = false;
    twin.card = uid;
    await reader.says('device ready', 2);
    await tells(reader, found);
    expect(reader.told).toEqual([found]);
  });
});

describe('a relay with a timer of its own', () => {
  it('is told off first and read back, whatever it did before', async () => {
    const twin = new WaveshareTwin();
    twin.coils[3] = true;
    const relay = open('waveshare-relay', (await plug(twin)).path, { channel: 3 });
    await relay.says('device ready');
    expect(twin.heard.slice(0, 2)).toEqual(['0105000300003dca', '0101000000083dcc']);
    expect([twin.coils[3], relay.device.closed, relay.told]).toEqual([false, false, []]);
  });

  it('closes, is renewed, opens when told; what it says is what it does', async () => {
    const twin = new WaveshareTwin();
    const relay = open('waveshare-relay', (await plug(twin)).path, { channel: 0 });
    await relay.says('device ready');
    relay.device.do(on(30_000));
    await contact(relay, true);
    expect(twin.coils[0]).toBe(true);
    relay.device.do(on(60_000));
    await until(() => twin.heard.includes('010502000258cce8'), { deadlineMs, what: () => twin.heard.join(' ') });
    relay.device.do(off);
    await contact(relay, false);
    expect(twin.coils[0]).toBe(false);
    expect(relay.told).toEqual([
      { kind: 'contact', closed: true },
      { kind: 'contact', closed: false },
    ]);
  });

  it('answers wrongly or late now and then, and is asked again', async () => {
    const twin = new WaveshareTwin();
    const relay = open('waveshare-relay', (await plug(twin)).path, { channel: 0 });
    await relay.says('device ready');
    [twin.spoil, twin.late] = [1, 0];
    relay.device.do(on(30_000));
    await contact(relay, true);
    [twin.spoil, twin.late] = [0, 1];
    relay.device.do(off);
    await contact(relay, false);
    expect(relay.log).toEqual(['device ready']);
  });

  it('opens by itself when nobody renews, and a renewal that comes later does not close it', async () => {
    const twin = new WaveshareTwin();
    const relay = open('waveshare-relay', (await plug(twin)).path, { channel: 0 });
    await relay.says('device ready');
    twin.lapsed = () => relay.device.do(on(30_000));
    relay.device.do(on(1_000));
    await contact(relay, true);
    await contact(relay, false);
    expect(twin.coils[0]).toBe(false);
    expect(relay.told.at(-1)).toMatchObject({ kind: 'contact', closed: false });
  });

  it('is off by its timer when the cable is out, told so, and off when the cable is in again', async () => {
    const twin = new WaveshareTwin();
    const cable = await plug(twin);
    const relay = open('waveshare-relay', cable.path, { channel: 0 });
    await relay.says('device ready');
    relay.device.do(on(1_000));
    await contact(relay, true);
    await cable.pull();
    await relay.says('device lost');
    // It cannot be reached, and is on for as long as its timer runs: nobody says otherwise.
    relay.device.do(on(30_000));
    expect(relay.dropped).toEqual(['away']);
    await tells(relay, { kind: 'contact', closed: false, lapsed: true });
    await until(() => twin.coils[0] === false, { deadlineMs, what: 'the timer of the board' });
    const heard = twin.heard.length;
    await cable.plug();
    await relay.says('device ready', 2);
    expect(twin.heard[heard]).toBe('010500000000cdca');
    relay.device.do(on(30_000));
    await contact(relay, true);
  });

  it('that dies without a word is lost, and taken as off when its timer has run out for certain', async () => {
    const twin = new WaveshareTwin();
    const relay = open('waveshare-relay', (await plug(twin)).path, { channel: 0 });
    await relay.says('device ready');
    relay.device.do(on(1_500));
    await contact(relay, true);
    twin.silent = true;
    await relay.says('device lost');
    await tells(relay, { kind: 'contact', closed: false, lapsed: true });
    twin.silent = false;
    await relay.says('device ready', 2);
    expect(relay.device.closed).toBe(false);
  });

  it('that may have heard "on" and did not answer counts as on until it is off for certain', async () => {
    const twin = new WaveshareTwin();
    const relay = open('waveshare-relay', (await plug(twin)).path, { channel: 0 });
    await relay.says('device ready');
    twin.mute = true;
    relay.device.do(on(3_000));
    await relay.says('device lost');
    expect([twin.coils[0], relay.told]).toEqual([true, [{ kind: 'contact', closed: true }]]);
    await tells(relay, { kind: 'contact', closed: false, lapsed: true });
    await until(() => twin.coils[0] === false, { deadlineMs, what: 'the timer of the board' });
  });

  it('shares its line with others, and each sees its own channel', async () => {
    const twin = new WaveshareTwin();
    const { path } = await plug(twin);
    const [first, second] = [
      open('waveshare-relay', path, { channel: 0 }),
      open('waveshare-relay', path, { channel: 7 }),
    ];
    await Promise.all([first.says('device ready'), second.says('device ready')]);
    second.device.do(on(30_000));
    await contact(second, true);
    expect([first.device.closed, twin.coils[0], twin.coils[7]]).toEqual([false, false, true]);
    expect(() => open('waveshare-relay', path, { channel: 1, baudRate: 19_200 })).toThrow(path);
  });

  it('is let go of when it is off', async () => {
    const twin = new WaveshareTwin();
    const relay = open('waveshare-relay', (await plug(twin)).path, { channel: 0 });
    await relay.says('device ready');
    relay.device.do(on(30_000));
    await contact(relay, true);
    await relay.device.close();
    expect([relay.device.closed, twin.coils[0]]).toEqual([false, false]);
  });
});

it('a RYN4 is off when told so, though off does not end its delay', async () => {
  const twin = new Ryn4Twin();
  const relay = open('eletechsup-ryn4', (await plug(twin)).path, { channel: 1 });
  await relay.says('device ready');
  relay.device.do(on(30_000));
  await contact(relay, true);
  relay.device.do(off);
  await contact(relay, false);
  expect(twin.channels[1]).toBe(false);
});

it('an LCUS is believed, is off first, and is lost as soon as its cable is out though nobody writes', async () => {
  const heard: string[] = [];
  const cable = await plug({ hear: (bytes) => void heard.push(hex(bytes)) });
  const relay = open('lcus-relay', cable.path, { channel: 1 });
  await relay.says('device ready');
  relay.device.do(on(30_000));
  await contact(relay, true);
  await until(() => heard.join('') === 'a00100a1a00101a2', { deadlineMs, what: () => heard.join(' ') });
  await cable.pull();
  await relay.says('device lost');
  // Without a timer nobody knows what it does now.
  expect([relay.device.closed, relay.told.at(-1)]).toEqual([true, { kind: 'lost' }]);
  await cable.plug();
  await contact(relay, false);
  await until(() => heard.join('').endsWith('a00100a1'), { deadlineMs, what: () => heard.join(' ') });
});

it('a Numato is read through echo and prompt', async () => {
  let state = 'off';
  let text = '';
  const twin: Twin = {
    hear(bytes, say) {
      text += Buffer.from(bytes).toString();
      for (; text.includes('\r'); text = text.slice(text.indexOf('\r') + 1)) {
        const command = text.slice(0, text.indexOf('\r'));
        const [, verb] = command.split(' ');
        if (verb !== 'read') state = verb!;
        say(Buffer.from(`${command}\n\r${verb === 'read' ? `${state}\n\r` : ''}>`));
      }
    },
  };
  const relay = open('numato-relay', (await plug(twin)).path, { channel: 0 });
  await relay.says('device ready');
  relay.device.do(on(30_000));
  await contact(relay, true);
  relay.device.do(off);
  await contact(relay, false);
  expect(state).toBe('off');
});
