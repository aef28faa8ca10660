import { tied } from '../../core/words/format.js';

/** Polish typography for every text of a dictionary, also for those that are made of arguments. */
export function tiedThroughout<T>(value: T): T {
  if (typeof value === 'string') return tied(value) as T;
  if (typeof value === 'function') {
    const say = value as unknown as (...args: unknown[]) => string;
    return ((...args: unknown[]) => tied(say(...args))) as T;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => tiedThroughout(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, tiedThroughout(inner)])) as T;
}
