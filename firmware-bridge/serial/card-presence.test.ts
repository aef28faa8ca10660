import { describe, expect, it } from 'vitest';
import { CardPresence } from './card-presence.js';

function atReader() {
  let now = 0;
  const presence = new CardPresence({ monoMs: () => now });
  return (card: string, at: number): boolean => {
    now = at;
    return presence.hasCome(card);
  };
}

describe('a card at a reader', () => {
  it('has come once for as long as it lies there, and again when it was away', () => {
    const seen = atReader();
    const lying = Array.from({ length: 100 }, (_, i) => seen('anna', i * 100));
    expect(lying.indexOf(true)).toBe(0);
    expect(lying.lastIndexOf(true)).toBe(0);
    expect(seen('anna', 11_900)).toBe(false);
    expect(seen('anna', 13_901)).toBe(true);
  });

  it('is told from the one beside it', () => {
    const seen = atReader();
    expect([seen('anna', 0), seen('piotr', 10), seen('anna', 20), seen('piotr', 30)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('is remembered among a few: a reader that makes numbers up takes no memory', () => {
    const seen = atReader();
    seen('anna', 0);
    for (let i = 0; i < 8; i++) seen(`made up ${i}`, 1);
    expect(seen('anna', 2)).toBe(true);
  });
});
