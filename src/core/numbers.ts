/** The numbers of DESIGN §4, in one place. */
export const leaseTtlMs = 24_000;
export const renewalMs = leaseTtlMs / 3;
/** An unconfirmed renewal, or an off that the gate does not follow, is sent again after this. */
export const retryMs = 900;
export const heartbeatMs = 10_000;
export const gateOfflineAfterMs = 3 * heartbeatMs;
/** A tap, and the lease that answers it, is void after this. */
export const tapAgeMaxMs = 5_000;
/** How long a gate may take to say that it took a lease. */
export const confirmWithinMs = 5_000;
export const resendAfterMs = [1_500, 3_000] as const;
/** After this without a confirmed off the machine counts as off by its own lease, or as faulty. */
export const offBoundMs = leaseTtlMs + 1_000;
export const sameTapMs = 2_000;
export const offerMs = 15_000;
export const extendWindowMs = 5 * 60_000;
export const extendByMs = 30 * 60_000;
export const bookAndStartMs = 60 * 60_000;
export const walkUpMs = 2 * 60 * 60_000;
/** A shorter gap before the next booking is not offered. */
export const offerGapMinMs = 5 * 60_000;
export const warnMinutes = [10, 5, 1] as const;
/** From the withdrawal of a right to off. */
export const withdrawalGraceMs = { low: 120_000, medium: 60_000, high: 30_000 } as const;
export const unknownCardsPerMinuteMax = 10;
/** A report this far ahead of what was sent is no gate of ours. */
export const seqAheadMax = 1_000;
export const seqMax = 0xffff_ffff;
/** How far a gate's crystal may run off: what the smallest delay seen in a boot is allowed to grow by. */
export const gateDriftPerMs = 200e-6;
/** The broker counts as there while something came through it within this. */
export const brokerHeardWithinMs = 5_000;
/** A service whose clock differs more from the database's starts nothing. */
export const clockSkewMaxMs = 1_000;
/** No answer from the database within this: the reader says so, and nothing is powered. */
export const databaseAnswerMs = 1_000;
