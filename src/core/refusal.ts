/**
 * One reason why not. `code` is stable and has words in both languages (`core/words`); `params` fill them in; `override`
 * says whether staff may set it aside (and then that is a recorded fact). A decision gathers all refusals, never the first.
 */
export interface Refusal {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly override: 'nobody' | 'staff';
}

export type Refusals = readonly [Refusal, ...Refusal[]];

/** Whether there is at least one: narrows to the shape of a denial. */
export const isRefused = (refusals: readonly Refusal[]): refusals is Refusals => refusals.length > 0;
