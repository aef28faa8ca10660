import { describe, expect, it } from 'vitest';
import { type NoticeKind, noticeWords, renderNotice } from './notices.js';

const zone = 'Europe/Warsaw';
const at = Date.UTC(2027, 0, 12, 9);
const hour = 60 * 60_000;
/** All that any kind fills in. */
const params = {
  machinePl: 'Tokarka',
  machineEn: 'Lathe',
  from: at,
  to: at + hour,
  by: at + hour / 6,
  claimBy: at - 24 * hour,
  count: 3,
  name: 'Ewa Nowak',
  reason: 'Brak opłaty.',
  reasonPl: 'Przegląd.',
  reasonEn: 'Service.',
  answer: 'W porządku.',
};
const kinds = Object.keys(noticeWords) as NoticeKind[];
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('notices', () => {
  it.each(kinds)('%s', (kind) => {
    const { pl, en } = renderNotice(kind, params, zone);
    expect(pl).not.toBe(en);
    for (const text of [pl, en]) {
      expect(text).toMatch(/^\p{Lu}.{10,200}\.$/u);
      expect(text).not.toMatch(/undefined|NaN|\[object|Invalid Date|"| {2}|\.\./);
    }
    expect(pl, 'a word of one letter alone').not.toMatch(/(^|[\s(„])[aiouwz] /iu);
    expect(en.replace(/ Reason: .*| Answer: .*/, ''), 'Polish letters').not.toMatch(/[ąćęłńóśźż„]/i);
  });

  it('say the day and the time by the clock of the workshop', () => {
    expect(plain(renderNotice('booking-approved', params, zone).pl)).toBe(
      'Rezerwacja zatwierdzona: „Tokarka”, 12 stycznia, 10:00–11:00.',
    );
    expect(plain(renderNotice('wait-offer', params, zone).en)).toBe(
      'The time that you wait for is free: Lathe, 12 January, 10:00–11:00. Claim it by 11 January, 10:00.',
    );
  });

  it('without words are a fault, not a blank', () => {
    expect(() => renderNotice('no-such', {}, zone)).toThrow('no-such');
    expect(() => renderNotice('toString', {}, zone)).toThrow('toString');
  });
});
