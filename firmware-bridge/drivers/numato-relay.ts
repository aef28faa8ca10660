import { z } from 'zod';
import type { Exchange } from '../serial/serial-bus.js';
import { serialDriver } from '../serial/serial-driver.js';

const lineBytesMax = 32;
/** What ends a piece of text: a line, or the prompt. */
const isEnd = (byte: number): boolean => byte === 0x0d || byte === 0x0a || byte === 0x3e;
const isText = (byte: number): boolean => byte >= 0x20 && byte <= 0x7e;

const textOf = (frame: Uint8Array): string => Buffer.from(frame.subarray(0, -1)).toString('latin1').trim();

/** Channels from ten on are letters, and go on past F. */
const nameOf = (channel: number): string => channel.toString(36).toUpperCase();

const say = (words: string, channel: number): Exchange => ({
  send: Buffer.from(`relay ${words} ${nameOf(channel)}\r`, 'latin1'),
});

/**
 * Numato USB relay modules: text over CDC-ACM. No timer: a relay that was on stays on. Whether a command is echoed and how the
 * prompt looks differs, so only a line that is nothing but `on` or `off` is an answer. Bytes: numato/samplecode
 * `relaywrite.py`, `UsbRelay.js`.
 */
export const numatoRelay = serialDriver({
  id: 'numato-relay',
  failSafe: 'C',
  settings: z.strictObject({ channel: z.int().min(0).max(31) }),
  line: () => ({ baudRate: 19_200 }),
  frameBytesMax: lineBytesMax,
  quietMs: 100,
  cut(held) {
    const end = held.findIndex((byte) => !isText(byte) || isEnd(byte));
    if (end < 0) return 'wait';
    return isEnd(held[end]!) ? { frame: end + 1 } : { noise: end + 1 };
  },
  decode(frame) {
    const text = textOf(frame);
    return text === 'on' || text === 'off' ? { kind: 'contact', closed: text === 'on' } : undefined;
  },
  relay: {
    on: ({ channel }) => [say('on', channel)],
    off: ({ channel }) => [say('off', channel)],
    read: ({ channel }) => ({
      ...say('read', channel),
      answers: (frame) => ['on', 'off'].includes(textOf(frame)),
    }),
  },
  examples: [
    { hex: '6F 6E 0D', says: { kind: 'contact', closed: true }, settings: { channel: 0 } },
    { hex: '6F 66 66 0D', says: { kind: 'contact', closed: false }, settings: { channel: 0 } },
    // The echo of a command has the word in it, and is no answer.
    { hex: '72 65 6C 61 79 20 6F 6E 20 30 0D', says: undefined, settings: { channel: 0 } },
  ],
  commands: [
    { does: { onForMs: 30_000 }, hex: ['72 65 6C 61 79 20 6F 6E 20 30 0D'], settings: { channel: 0 } },
    { does: 'off', hex: ['72 65 6C 61 79 20 6F 66 66 20 41 0D'], settings: { channel: 10 } },
    { does: 'read', hex: ['72 65 6C 61 79 20 72 65 61 64 20 30 0D'], settings: { channel: 0 } },
  ],
});
