import { Failure } from '../../platform/http/failure.js';

export const etagOf = ({ version }: { readonly version: number }): string => `"${version}"`;

/** The version that `If-Match` names; undefined: none, or any (`*`). What is no version of ours matches nothing. */
export function seenVersion(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const version = /^\s*(?:W\/)?"(\d{1,15})"\s*$/.exec(ifMatch)?.[1];
  if (version === undefined) throw new Failure('stale-version');
  return Number(version);
}

/** As `seenVersion`, where a change without it could undo what the caller has not seen. */
export function mustHaveSeen(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined) throw new Failure('if-match-required');
  return seenVersion(ifMatch);
}
