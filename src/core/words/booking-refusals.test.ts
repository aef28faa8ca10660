import { describe, expect, it } from 'vitest';
import { bookingRules } from '../booking/rules/index.js';
import { renderRefusal } from './index.js';

describe('words for booking refusals', () => {
  const params = {
    from: 1_764_000_000_000,
    until: 1_764_000_000_000,
    days: 90,
    competencyPl: 'Laser',
    competencyEn: 'Laser',
  };

  it('every rule says why not and what next, in both languages', () => {
    expect(bookingRules.length).toBe(8);
    for (const { code, override } of bookingRules) {
      const { text, next } = renderRefusal({ code, params, override }, 'Europe/Warsaw');
      for (const words of [text.pl, text.en, next.pl, next.en]) expect(words).toMatch(/^\p{Lu}.{5,}/u);
      expect(text.pl).not.toBe(text.en);
    }
  });

  it('names times in the zone of the workshop', () => {
    const { text } = renderRefusal({ code: 'in-the-past', params, override: 'nobody' }, 'Europe/Warsaw');
    expect(text.pl.replaceAll('\u00a0', ' ')).toBe('Początek już minął: 24 listopada 2025, 17:00');
    expect(text.en.replaceAll('\u00a0', ' ')).toBe('The start has passed: 24 November 2025, 17:00');
  });
});
