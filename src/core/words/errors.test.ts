import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../contracts/http/error-codes.js';
import { errorText, errorWords } from './errors.js';

describe('words of errors', () => {
  const codes = Object.keys(errorCodes);

  it('has words for every code and for nothing else', () => {
    expect(Object.keys(errorWords).toSorted()).toEqual(codes.toSorted());
    expect(codes.length).toBeGreaterThanOrEqual(20);
  });

  it('says each in both languages, in different sentences that end', () => {
    for (const code of codes) {
      const { pl, en } = errorText(code, { retryAfterS: 7 });
      expect(pl, code).not.toBe(en);
      for (const text of [pl, en]) expect(text, code).toMatch(/^\p{Lu}.{8,}\.$/u);
    }
  });

  it('leaves no word of one letter at the end of a line', () => {
    for (const code of codes) expect(errorText(code, {}).pl, code).not.toMatch(/(^|\s)[aiouwz] /iu);
  });

  it('answers a code it does not know as internal', () => {
    expect(errorText('toString', {})).toEqual(errorText('internal', {}));
  });
});
