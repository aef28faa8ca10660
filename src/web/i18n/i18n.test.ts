import { describe, expect, it } from 'vitest';
import { en } from './en.js';
import { pl } from './pl.js';
import { countdown, readsOtherClock } from './times.js';

/** Every text of a dictionary with its path; texts made of arguments are made of samples. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String((value as (...args: unknown[]) => unknown)(7, 7))]];
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

describe('dictionaries', () => {
  const polish = texts(pl);
  const english = new Map(texts(en));

  it('say everything in both languages', () => {
    expect(polish.length).toBeGreaterThan(150);
    expect([...english.keys()].toSorted()).toEqual(polish.map(([path]) => path).toSorted());
    for (const [path, text] of [...polish, ...english]) expect(text.trim(), path).not.toBe('');
  });

  it('Polish never leaves a one-letter word at the end of a line', () => {
    for (const [path, text] of polish) expect(text, path).not.toMatch(/(^|[\s(„])[aiouwz] /i);
  });

  it('use typographic quotes and ellipses', () => {
    for (const [path, text] of [...polish, ...english]) expect(text, path).not.toMatch(/["']|\.\.\./);
  });

  it('Polish words have their diacritics: no text is the same in both languages but names', () => {
    // Names of colours are codes here, and a few words are the same in both.
    const names = [
      '.app.name',
      '.app.menu',
      '.myBookings.actions.longer',
      '.login.email',
      '.roles.admin',
      '.tile.about',
      '.tile.by',
    ];
    const same = polish.filter(([path, text]) => english.get(path) === text).map(([path]) => path);
    expect(same.filter((path) => !/^\.help\.lights\.\d+\.light$/.test(path)).toSorted()).toEqual(names.toSorted());
  });
});

describe('times', () => {
  it.each([
    [-5, '0:00'],
    [1, '0:01'],
    [247_000, '4:07'],
    [3_847_000, '1:04:07'],
  ])('%d ms left are %s', (ms, text) => expect(countdown(ms)).toBe(text));

  it('carry their zone only where the browser would read another clock', () => {
    const at = Date.parse('2026-11-24T12:00:00Z');
    expect(readsOtherClock(at, new Intl.DateTimeFormat().resolvedOptions().timeZone)).toBe(false);
    expect(['Asia/Tokyo', 'America/Lima'].some((zone) => readsOtherClock(at, zone))).toBe(true);
  });
});
