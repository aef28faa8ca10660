import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Framer } from '../serial/framer.js';
import { bytesOf, hexOf } from '../serial/hex.js';
import type { Exchange } from '../serial/serial-bus.js';
import { type SerialDriver, stepsOf } from '../serial/serial-driver.js';
import type { DeviceEvent, Driver } from './driver.js';
import { drivers } from './index.js';

const isSerial = (driver: Driver): driver is SerialDriver => 'spec' in driver;
const serial = drivers.filter(isSerial);
const settingsOf = ({ settings }: Driver, own: object = {}) => settings.parse({ port: '/dev/null', ...own });

const examples = serial.flatMap((driver) =>
  driver.spec.examples.map(({ hex, says, settings }) => ({
    id: driver.id,
    spec: driver.spec,
    bytes: bytesOf(hex),
    hex,
    says,
    settings: settingsOf(driver, settings),
  })),
);
type Sample = (typeof examples)[number];

/** What the driver makes of these pieces, with silence at the end of each list of pieces. */
function heard({ spec, settings }: Pick<Sample, 'spec' | 'settings'>, ...bursts: (readonly Uint8Array[])[]) {
  const said: (DeviceEvent | undefined)[] = [];
  const framer = new Framer(spec, (frame) => said.push(spec.decode(frame, settings)));
  for (const pieces of bursts) {
    for (const piece of pieces) framer.push(piece);
    framer.quiet();
  }
  return said;
}

/** The same noise each time. */
function noise(bytes: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length: bytes }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

/** Its answers are words: one that has letters right before it is another word. */
const needsSilence = new Set(['numato-relay']);

/** What was tried in all, so that a suite that looks at nothing is noticed. */
const tried = { cuts: 0, noises: 0, falseStarts: 0, flips: 0, commands: 0 };

describe.each(examples)('$id: $hex', (sample) => {
  const { bytes, says, id } = sample;

  it('is read, however it is cut', () => {
    expect(heard(sample, [bytes])).toEqual([says]);
    expect(heard(sample, [[...bytes].map((byte) => Uint8Array.of(byte))].flat())).toEqual([says]);
    for (let at = 1; at < bytes.length; at++) {
      expect(heard(sample, [bytes.subarray(0, at), bytes.subarray(at)]), `cut at ${at}`).toEqual([says]);
      tried.cuts += 1;
    }
  });

  it('is read behind noise', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const before = noise(seed * 7, seed);
      const apart = heard(sample, [before], [bytes]);
      expect(apart.at(-1), `seed ${seed}`).toEqual(says);
      expect(apart.slice(0, -1).filter((each) => each !== undefined)).toEqual([]);
      if (!needsSilence.has(id)) expect(heard(sample, [before, bytes]).at(-1), `seed ${seed}`).toEqual(says);
      tried.noises += 1;
    }
  });

  it('is read behind a start that came to nothing', () => {
    for (let length = 1; length < bytes.length; length++) {
      const start = bytes.subarray(0, length);
      expect(heard(sample, [start], [bytes]), `${length} bytes`).toEqual([says]);
      if (!needsSilence.has(id)) expect(heard(sample, [start, bytes]).at(-1), `${length} bytes`).toEqual(says);
      tried.falseStarts += 1;
    }
  });

  it('is never another one for a single bit', () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Uint8Array.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const others = heard(sample, [flipped]).filter((each) => each !== undefined);
      expect(others.length === 0 || JSON.stringify(others) === JSON.stringify([says]), `bit ${bit}`).toBe(true);
      expect(heard(sample, [flipped], [bytes]).at(-1), `after bit ${bit}`).toEqual(says);
      tried.flips += 1;
    }
  });
});

describe.each(serial)('$id', (driver) => {
  const { spec } = driver;
  const sentFor = (does: (typeof spec.commands)[number]['does'], own: object | undefined): readonly Exchange[] => {
    const settings = settingsOf(driver, own);
    const { relay, poll } = spec;
    if (does === 'hello') return spec.hello?.(settings) ?? [];
    if (does === 'poll') return poll?.ask(settings) ?? [];
    if (does === 'off') return relay?.off(settings) ?? [];
    if (does === 'read') return [relay?.read?.(settings) ?? []].flat();
    return relay?.on(settings, stepsOf(relay, does.onForMs)) ?? [];
  };

  it('says what was captured', () => {
    for (const { does, hex, settings } of spec.commands) {
      const sent = sentFor(does, settings).map(({ send }) => hexOf(send));
      expect(sent, JSON.stringify(does)).toEqual(hex.map((each) => hexOf(bytesOf(each))));
      tried.commands += 1;
    }
  });

  it('has an example of all it does', () => {
    const does = spec.commands.map((command) => (typeof command.does === 'string' ? command.does : 'on'));
    const can = [
      ...(spec.hello === undefined ? [] : ['hello']),
      ...(spec.poll === undefined ? [] : ['poll']),
      ...(spec.relay === undefined ? [] : ['on', 'off']),
      ...(spec.relay?.read === undefined ? [] : ['read']),
    ];
    expect([...new Set(does)].toSorted()).toEqual(can.toSorted());
    const speaks = spec.poll !== undefined || spec.relay?.read !== undefined || spec.relay === undefined;
    expect(spec.examples.some(({ says }) => says !== undefined)).toBe(speaks);
  });

  it('is class A for the timer in the board, and for nothing else', () => {
    expect(spec.failSafe === 'A').toBe(spec.relay?.timer !== undefined);
    expect(spec.failSafe === undefined).toBe(spec.relay === undefined);
  });

  it('takes no more memory for a megabyte of noise, and reads what comes next', () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const sample = examples.find(({ id, says }) => id === driver.id && says !== undefined);
    const settings = sample?.settings;
    let said: DeviceEvent | undefined;
    const framer = new Framer(spec, (frame) => {
      said = settings === undefined ? undefined : spec.decode(frame, settings);
    });
    const piece = noise(100_000, 7);
    framer.push(piece);
    collect();
    const before = process.memoryUsage();
    for (let i = 0; i < 10; i++) framer.push(piece);
    collect();
    const after = process.memoryUsage();
    expect(after.heapUsed - before.heapUsed).toBeLessThan(200_000);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(200_000);
    framer.quiet();
    if (sample !== undefined) framer.push(sample.bytes);
    framer.quiet();
    expect(said).toEqual(sample?.says);
  });
});

it('has tried enough to say so', () => {
  expect(examples.length).toBeGreaterThanOrEqual(20);
  expect(tried.cuts).toBeGreaterThanOrEqual(200);
  expect(tried.noises).toBeGreaterThanOrEqual(200);
  expect(tried.falseStarts).toBeGreaterThanOrEqual(200);
  expect(tried.flips).toBeGreaterThanOrEqual(1_500);
  expect(tried.commands).toBeGreaterThanOrEqual(18);
});
