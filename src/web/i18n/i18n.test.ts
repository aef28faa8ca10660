import { describe, expect, it } from 'vitest';
import { en } from './en.js';
import { pl } from './pl.js';
import { counted } from './plural.js';
import { countdown, span, atTime } from './times.js';
import { tied } from './typography.js';

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
    const names = ['.app.name', '.app.menu', '.login.email', '.roles.admin', '.tile.about', '.tile.by'];
    const same = polish.filter(([path, text]) => english.get(path) === text).map(([path]) => path);
    expect(same.filter((path) => !/^\.help\.lights\.\d+\.light$/.test(path)).toSorted()).toEqual(names.toSorted());
  });
});

describe('Polish', () => {
  const forms = { one: 'maszyna', few: 'maszyny', many: 'maszyn', other: 'maszyny' };
  it.each([
    [0, 'maszyn'],
    [1, 'maszyna'],
    [2, 'maszyny'],
    [5, 'maszyn'],
    [12, 'maszyn'],
    [22, 'maszyny'],
    [25, 'maszyn'],
    [102, 'maszyny'],
    [112, 'maszyn'],
    [1.5, 'maszyny'],
  ])('%d %s', (count, noun) => {
    expect(counted('pl', count, forms).split('\u00a0').at(-1)).toBe(noun);
  });

  it('ties one-letter words to the next, also several in a row', () => {
    expect(tied('Idź i w domu (o 5) „z kimś”')).toBe('Idź i\u00a0w\u00a0domu (o\u00a05) „z\u00a0kimś”');
  });
});

describe('times', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');
  it('are those of the workshop, on the 24-hour clock', () => {
    expect(atTime('pl', Date.parse('2026-11-24T13:05:00Z'), now)).toBe('14:05');
    expect(atTime('en', Date.parse('2026-11-24T23:30:00Z'), now)).toBe('25\u00a0November, 00:30');
    expect(atTime('pl', Date.parse('2026-11-24T23:30:00Z'), now)).toBe('25\u00a0listopada, 00:30');
  });
  it('spans have an en dash', () => {
    expect(span('pl', Date.parse('2026-11-24T13:00:00Z'), Date.parse('2026-11-24T14:00:00Z'), now)).toBe('14:00–15:00');
    expect(span('en', Date.parse('2026-11-24T22:30:00Z'), Date.parse('2026-11-24T23:30:00Z'), now)).toBe(
      '23:30–25\u00a0November, 00:30',
    );
  });
  it.each([
    [-5, '0:00'],
    [1, '0:01'],
    [247_000, '4:07'],
    [3_847_000, '1:04:07'],
  ])('%d ms left are %s', (ms, text) => expect(countdown(ms)).toBe(text));
});
