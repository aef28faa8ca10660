import type { Language, Problem } from '../../contracts/http/index.js';
import type { Words } from '../i18n/pl.js';

/** The service said no: what it said, in both languages. */
export class ApiProblem extends Error {
  constructor(
    readonly problem: Problem,
    /** How long to wait before the next try, when the service says so. */
    readonly retryAfterS: number | undefined,
  ) {
    super(`${problem.status} ${problem.code}`);
    this.name = 'ApiProblem';
  }
}

/** No answer at all: no network, or the service is not running. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** An answer that does not fit the contract. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
}

export const isCode = (error: unknown, code: string): boolean =>
  error instanceof ApiProblem && error.problem.code === code;

/** What the service says about one field of what was sent; undefined: nothing is wrong with it. */
export const sayField = (error: unknown, field: string, language: Language): string | undefined =>
  error instanceof ApiProblem ? error.problem.fields?.find((one) => one.field === field)?.text[language] : undefined;

/** The same about a field or anything inside it. */
export const sayFieldWithin = (error: unknown, field: string, language: Language): string | undefined =>
  error instanceof ApiProblem
    ? error.problem.fields?.find((one) => one.field === field || one.field.startsWith(`${field}.`))?.text[language]
    : undefined;

/** What a person reads about an error. */
export function sayError(error: unknown, language: Language, t: Words): string {
  if (error instanceof ApiProblem) return error.problem.text[language];
  return error instanceof Unreachable ? t.errors.unreachable : t.errors.unexpected;
}
