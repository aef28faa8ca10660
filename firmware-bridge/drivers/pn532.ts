import { z } from 'zod';
import { sumOf } from '../serial/checksums.js';
import { hexOf } from '../serial/hex.js';
import type { Exchange } from '../serial/serial-bus.js';
import { serialDriver } from '../serial/serial-driver.js';

/** Start, length, its complement, and at the end checksum and postamble. */
const around = 7;
const frameBytesMax = 64;
const bareBytes = 6;
const fromChip = 0xd5;
const uidLengths = [4, 7, 10];

/** A command, and its answer: the frame whose code is the command's plus one. What acknowledges it comes before. */
function command(data: readonly number[], before: readonly number[] = []): Exchange {
  const body = Uint8Array.of(0xd4, ...data);
  const size = body.length;
  const code = data[0]! + 1;
  return {
    send: Uint8Array.of(...before, 0x00, 0x00, 0xff, size, -size & 0xff, ...body, -sumOf(body) & 0xff, 0x00),
    answers: (frame) => frame[5] === fromChip && frame[6] === code,
  };
}

const wakeUp = [0x55, 0x55, ...Array<number>(14).fill(0)];
const samConfiguration = [0x14, 0x01, 0x14, 0x01];
const getFirmwareVersion = [0x02];
/** One try to find a card, so that the question is answered at once, also when there is none. */
const oneTry = [0x32, 0x05, 0xff, 0x01, 0x01];
const inListPassiveTarget = [0x4a, 0x01, 0x00];
const inReleaseAll = [0x52, 0x00];

const foundCards = (frame: Uint8Array): number => (frame[6] === 0x4b ? (frame[7] ?? 0) : 0);

/**
 * NXP PN532 over HSU: 13.56 MHz, ISO 14443A by the card's uid, 115200 8N1. It is asked for a card five times a second. Bytes:
 * Tasmota `xsns_40_pn532.ino`, libnfc `pn53x.c` and `pn532_uart.c`, Adafruit's PN532 library; frames computed.
 */
export const pn532 = serialDriver({
  id: 'pn532',
  failSafe: undefined,
  settings: z.strictObject({}),
  line: () => ({ baudRate: 115_200 }),
  frameBytesMax,
  quietMs: 100,
  cut(held) {
    const start = [0x00, 0x00, 0xff];
    if (!held.subarray(0, 3).every((byte, at) => byte === start[at])) return { noise: 1 };
    const [, , , size, complement] = held;
    if (size === undefined || complement === undefined) return 'wait';
    // "Acknowledged" is 00 FF, "not acknowledged" FF 00: neither has a body.
    const isBare = (size === 0x00 || size === 0xff) && size + complement === 0xff;
    if (!isBare && (size === 0 || ((size + complement) & 0xff) !== 0)) return { noise: 1 };
    const length = isBare ? bareBytes : size + around;
    if (length > frameBytesMax) return { noise: 1 };
    if (held.length < length) return 'wait';
    const bodyIsRight = isBare || sumOf(held.subarray(5, length - 1)) === 0;
    return bodyIsRight && held[length - 1] === 0x00 ? { frame: length } : { noise: 1 };
  },
  decode(frame) {
    if (frame[5] !== fromChip || foundCards(frame) !== 1) return undefined;
    const size = frame[12] ?? 0;
    const uid = frame.subarray(13, 13 + size);
    if (!uidLengths.includes(size) || frame.length < 13 + size + 2) return undefined;
    return { kind: 'card', tech: 'iso14443a', uid: hexOf(uid) };
  },
  hello: () => [command(samConfiguration, wakeUp), command(getFirmwareVersion), command(oneTry)],
  poll: {
    everyMs: 200,
    ask: () => [
      {
        ...command(inListPassiveTarget),
        // Let go of, a card that stays is found again: that is how it is known to be there still.
        next: (frame) => (foundCards(frame) > 0 ? [command(inReleaseAll)] : []),
      },
    ],
  },
  examples: [
    {
      hex: '00 00 FF 0C F4 D5 4B 01 01 00 04 08 04 94 D8 FC 5F 07 00',
      says: { kind: 'card', tech: 'iso14443a', uid: '94d8fc5f' },
    },
    {
      hex: '00 00 FF 15 EB D5 4B 01 01 03 44 20 07 04 DE 5F 1E AC C0 40 06 77 77 71 02 80 7E 00',
      says: { kind: 'card', tech: 'iso14443a', uid: '04de5f1eacc040' },
    },
    { hex: '00 00 FF 03 FD D5 4B 00 E0 00', says: undefined },
    { hex: '00 00 FF 06 FA D5 03 32 01 06 07 E8 00', says: undefined },
    { hex: '00 00 FF 00 FF 00', says: undefined },
    { hex: '00 00 FF FF 00 00', says: undefined },
    { hex: '00 00 FF 01 FF 7F 81 00', says: undefined },
  ],
  commands: [
    {
      does: 'hello',
      hex: [
        '55 55 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 FF 05 FB D4 14 01 14 01 02 00',
        '00 00 FF 02 FE D4 02 2A 00',
        '00 00 FF 06 FA D4 32 05 FF 01 01 F4 00',
      ],
    },
    { does: 'poll', hex: ['00 00 FF 04 FC D4 4A 01 00 E1 00'] },
  ],
});
