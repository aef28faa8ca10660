import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { downRelay, parsePayload, payloadBytesMax, upJournal, upState, upTap } from './payloads.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const tap = { boot: 7, n: 1, up_ms: 81_950, age_ms: 0, tech: 'virtual', uid: '04de5f1eacc040' };
const parse = (value: unknown) => parsePayload(upTap, bytes(JSON.stringify(value)), payloadBytesMax.tap);

describe('a payload at the border', () => {
  it('is taken as it is, without what nobody asked for', () => {
    expect(parse(tap)).toEqual({ ok: true, value: tap });
    expect(parse({ ...tap, admin: true })).toEqual({ ok: true, value: tap });
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', bytes(''), 'not-json'],
    ['half an object', bytes(JSON.stringify(tap).slice(0, -1)), 'not-json'],
    ['two objects', bytes('{}{}'), 'not-json'],
    ['NaN', bytes('{"boot":NaN}'), 'not-json'],
    ['invalid UTF-8', Uint8Array.of(0x22, 0xc3, 0x28, 0x22), 'not-json'],
    ['a surrogate alone', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), 'not-json'],
    ['null', bytes('null'), 'shape:'],
    ['an array', bytes('[]'), 'shape:'],
    ['a byte too many', bytes(JSON.stringify(tap).padEnd(payloadBytesMax.tap + 1)), 'too-large'],
  ])('%s is dropped: %s', (_, payload, reason) => {
    expect(parsePayload(upTap, payload, payloadBytesMax.tap)).toEqual({ ok: false, reason });
  });

  it('may be as large as the limit', () => {
    const full = bytes(JSON.stringify(tap).padEnd(payloadBytesMax.tap));
    expect(parsePayload(upTap, full, payloadBytesMax.tap).ok).toBe(true);
  });

  it.each([
    ['n', 0],
    ['n', 1.5],
    ['n', '1'],
    ['boot', -1],
    ['boot', 2 ** 32],
    ['age_ms', -1],
    ['up_ms', 2 ** 53],
    ['uid', '04DE5F'],
    ['uid', '04de5'],
    ['uid', 'ab'.repeat(11)],
    ['tech', 'constructor'],
    ['sun', 'x'.repeat(401)],
  ])('%s = %s does not fit', (key, value) => {
    expect(parse({ ...tap, [key]: value })).toEqual({ ok: false, reason: `shape:${key}` });
  });

  it('cannot reach a prototype', () => {
    const text = `{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},${JSON.stringify(tap).slice(1)}`;
    const parsed = parsePayload(upTap, bytes(text), payloadBytesMax.tap);
    expect(parsed).toEqual({ ok: true, value: tap });
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    const inherited = `{"__proto__":${JSON.stringify(tap)}}`;
    expect(parsePayload(upTap, bytes(inherited), payloadBytesMax.tap).ok).toBe(false);
  });

  it('never makes it throw, and its reason never holds its content', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.json().map(bytes)), (payload) => {
        for (const schema of [upTap, upState, upJournal]) {
          const parsed = parsePayload<unknown>(schema, payload, 1024);
          if (!parsed.ok) expect(parsed.reason).toMatch(/^(too-large|not-json|shape:[a-z_.\d]*)$/);
        }
      }),
    );
  });
});

describe('shapes that mean power', () => {
  const on = {
    boot: 7,
    seq: 1,
    on: true,
    ttl_ms: 24_000,
    session: '0198f0a4-0000-7000-8000-000000000000',
    by_up_ms: 9,
  };
  const relay = (value: unknown) => parsePayload(downRelay, bytes(JSON.stringify(value)), payloadBytesMax.relay).ok;

  it('on is always a lease', () => {
    expect(relay(on)).toBe(true);
    for (const key of ['boot', 'seq', 'ttl_ms', 'session', 'by_up_ms'])
      expect(relay({ ...on, [key]: undefined }), key).toBe(false);
    for (const ttl of [0, -1, 120_001, 1.5]) expect(relay({ ...on, ttl_ms: ttl }), String(ttl)).toBe(false);
  });

  it('off needs nothing of it', () => {
    expect(relay({ boot: 7, seq: 1, on: false })).toBe(true);
  });
});
