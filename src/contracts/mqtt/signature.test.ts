import { createHmac, timingSafeEqual } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Equal, type Hmac, openSigned, sign } from './signature.js';

const hmac: Hmac = (key, data) => createHmac('sha256', key).update(data).digest();
const equal: Equal = (a, b) => a.length === b.length && timingSafeEqual(a, b);
const key = new Uint8Array(32).fill(7);
const topic = 'brama/v1/gate/laser/down/relay';
const json = '{"boot":7,"seq":1,"on":true,"text":"zażółć"}';
const signed = sign(topic, json, key, hmac);
const open = (payload: string, of = topic, by = key): string | undefined => {
  const bytes = openSigned(of, payload, by, hmac, equal);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
};

describe('a signed payload', () => {
  it('opens to what was signed', () => {
    expect(open(signed)).toBe(json);
    expect(signed).toMatch(/^v1\.[\w-]+\.[\w-]{43}$/);
  });

  it('is bound to its topic and its key', () => {
    expect(open(signed, 'brama/v1/gate/lathe/down/relay')).toBeUndefined();
    expect(open(signed, topic, new Uint8Array(32).fill(8))).toBeUndefined();
    // A zero byte parts the topic from the content: neither can lend the other its edge.
    expect(open(sign(topic.slice(0, -1), `y${json}`, key, hmac))).toBeUndefined();
  });

  it('is refused when any of its bytes is another', () => {
    const [, body = '', mac = ''] = signed.split('.');
    const flipped = (text: string): string[] => {
      const bytes = Buffer.from(text, 'base64url');
      return [...bytes.keys()].map((at) => {
        const other = Buffer.from(bytes);
        other[at]! ^= 1;
        return other.toString('base64url');
      });
    };
    const forged = [
      ...flipped(body).map((one) => `v1.${one}.${mac}`),
      ...flipped(mac).map((one) => `v1.${body}.${one}`),
    ];
    expect(forged.length).toBe(Buffer.byteLength(json) + 32);
    expect(forged.filter((payload) => open(payload) !== undefined)).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['no signature', signed.slice(0, signed.lastIndexOf('.'))],
    ['an empty signature', signed.slice(0, signed.lastIndexOf('.') + 1)],
    ['half a signature', signed.slice(0, -20)],
    ['another version', signed.replace('v1', 'v2')],
    ['a part more', `${signed}.x`],
    ['padding', `${signed}=`],
    ['plain JSON', json],
    ['characters of no alphabet', signed.replace('.', '.%')],
  ])('%s is refused', (_, payload) => {
    expect(open(payload)).toBeUndefined();
  });
});
