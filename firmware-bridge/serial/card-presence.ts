import { sameTapMs } from '../../src/core/numbers.js';
import type { Clock } from '../../src/platform/clock/clock.js';

/** Cards at a reader at once; the one unseen for longest is forgotten. */
const cardsMax = 8;

/** A reader says a card again and again for as long as it lies there. It is one tap, until it has been away. */
export class CardPresence {
  private readonly seenAt = new Map<string, number>();

  constructor(private readonly clock: Pick<Clock, 'monoMs'>) {}

  /** Whether the card has just come. */
  hasCome(card: string): boolean {
    const now = this.clock.monoMs();
    const seenAt = this.seenAt.get(card);
    this.seenAt.delete(card);
    this.seenAt.set(card, now);
    for (const oldest of this.seenAt.keys()) {
      if (this.seenAt.size <= cardsMax) break;
      this.seenAt.delete(oldest);
    }
    return seenAt === undefined || now - seenAt > sameTapMs;
  }
}
