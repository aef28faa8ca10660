const minuteMs = 60_000;
const claimLeastMs = 5 * minuteMs;
const claimMostMs = 12 * 60 * minuteMs;
/** Whoever lets so many offers pass does not wait any more. */
const passesMax = 2;

/** By when an offer is to be claimed: a quarter of the time that is left, and not long after the slot has begun. */
export function claimBy(now: number, slotFrom: number): number {
  const quarter = Math.min(Math.max((slotFrom - now) / 4, claimLeastMs), claimMostMs);
  return Math.floor(Math.min(now + quarter, Math.max(now, slotFrom) + claimLeastMs));
}

/** What an entry is after an offer was not taken up: it keeps its place in the order, once. */
export const afterPassing = (passedBefore: number): 'waiting' | 'left' =>
  passedBefore + 1 >= passesMax ? 'left' : 'waiting';
