export type FaultKind =
  'not-a-calendar' | 'no-start' | 'unknown-time-zone' | 'rule-not-understood' | 'too-many' | 'not-later' | 'too-large';

/** Why one event of a file cannot be read. */
export class Fault extends Error {
  constructor(readonly kind: FaultKind) {
    super(kind);
  }
}
