import { describe, expect, it } from 'vitest';
import { cardDigest, cardSiteDigest, isRandomUid } from './card-digest.js';

const key = Buffer.alloc(32, 7);

describe('card digests', () => {
  it('are HMAC-SHA-256 of technology and uid', () => {
    expect(cardDigest(key, 'iso14443a', '04de5f1eacc040').toString('hex')).toBe(
      cardSiteDigest(key, 'iso14443a', '04de5f1eacc040').toString('hex'),
    );
    expect(cardDigest(key, 'iso14443a', '04de5f1eacc040')).toHaveLength(32);
  });

  it('differ by key, by technology and by uid', () => {
    const digests = [
      cardDigest(key, 'iso14443a', 'aabbccdd'),
      cardDigest(Buffer.alloc(32, 8), 'iso14443a', 'aabbccdd'),
      cardDigest(key, 'em4100', 'aabbccdd'),
      cardDigest(key, 'iso14443a', 'aabbccde'),
    ].map((digest) => digest.toString('hex'));
    expect(new Set(digests).size).toBe(4);
  });

  it.each([
    ['iso14443a', '08aabbcc', true],
    ['iso14443a', '08aabbccddeeff', false],
    ['iso14443a', '04aabbcc', false],
    ['em4100', '08aabbcc', false],
  ])('%s %s is drawn anew each time: %s', (tech, uid, random) => {
    expect(isRandomUid(tech, uid)).toBe(random);
  });
});
