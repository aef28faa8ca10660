/** What both arms of P1 work on: the same workshop in a database each. */
export const machines = 200;
export const cardsPerMember = 6;
/** Of the ten members of each machine, eight are certified for it. */
export const certifiedPerMachine = 8;
export const uncertifiedPerMachine = 2;
export const membersPerMachine = certifiedPerMachine + uncertifiedPerMachine;
export const pastBookings = 100_000;
/** P9 compares these. */
export const pastSizes = [10_000, 100_000, 1_000_000] as const;
export const poolSize = 10;

export const slugOf = (machine: number): string => `gate-${String(machine).padStart(3, '0')}`;

/** Card `card` of member `member` of one machine. */
export const uidOf = (machine: number, member: number, card: number): string =>
  `04${machine.toString(16).padStart(4, '0')}${member.toString(16).padStart(4, '0')}${card.toString(16).padStart(4, '0')}`;

/** The floor's own tree, which the service does not hear. */
export const floorRoot = 'bench/gate';
export const floorUser = 'bench-floor';

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);
