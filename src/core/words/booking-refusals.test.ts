import { describe, expect, it } from 'vitest';
import { nbsp } from './format.js';
import { renderRefusal } from './index.js';

const at = Date.UTC(2027, 0, 11, 9);
const hour = 60 * 60_000;
const day = { since: at, unit: 'minutes', counts: 'all', limit: 240, used: 90 };

describe('words for booking refusals', () => {
  it.each<[string, Record<string, string | number>, string, string]>([
    [
      'in-the-past',
      { from: at },
      'Początek już minął: 11 stycznia 2027, 10:00',
      'The start has passed: 11 January 2027, 10:00',
    ],
    [
      'minimum-notice',
      { minutes: 60, earliest: at },
      'Rezerwować trzeba co najmniej na 1 godzinę przed początkiem',
      'Book at least 1 hour before the start',
    ],
    [
      'too-long',
      { minutes: 90, until: at },
      'Rezerwacja może trwać najwyżej 1 godzinę 30 minut',
      'A booking lasts at most 1 hour 30 minutes',
    ],
    ['closed', { until: at }, 'Pracownia zamknięta do 10:00', 'The workshop is closed until 10:00'],
    [
      'closed',
      { from: at, until: at + hour },
      'Pracownia zamknięta: 11 stycznia 2027, 10:00–11:00',
      'The workshop is closed: 11 January 2027, 10:00–11:00',
    ],
    [
      'outside-opening-hours',
      { day: at, hours: '10:00–18:00' },
      '11 stycznia 2027 pracownia jest otwarta w godzinach 10:00–18:00',
      'The workshop is open on 11 January 2027: 10:00–18:00',
    ],
    [
      'outside-opening-hours',
      { day: at, hours: '' },
      '11 stycznia 2027 pracownia jest zamknięta',
      'The workshop is closed on 11 January 2027',
    ],
    ['outside-opening-hours', {}, 'Poza godzinami otwarcia', 'Outside the opening hours'],
    [
      'outage',
      { until: at },
      'Maszyna nieczynna do 11 stycznia 2027, 10:00',
      'The machine is out of order until 11 January 2027, 10:00',
    ],
    [
      'certificate-expired',
      { until: at, competencyPl: 'Laser', competencyEn: 'Laser' },
      'Uprawnienie „Laser” wygasło 11 stycznia 2027',
      'Your certificate “Laser” expired on 11 January 2027',
    ],
    [
      'certificate-expired',
      { until: at, ahead: 1, competencyPl: 'Laser', competencyEn: 'Laser' },
      'Uprawnienie „Laser” wygaśnie 11 stycznia 2027',
      'Your certificate “Laser” expires on 11 January 2027',
    ],
    [
      'membership-expired',
      { until: at, ahead: 1 },
      'Członkostwo wygaśnie 11 stycznia 2027',
      'Membership ends on 11 January 2027',
    ],
    [
      'day-limit',
      day,
      'Najwyżej 4 godziny dziennie, a 11 stycznia 2027 masz już 1 godzinę 30 minut',
      'At most 4 hours a day, and you have 1 hour 30 minutes on 11 January 2027 already',
    ],
    [
      'day-limit',
      { ...day, used: 0, limit: 60, counts: 'machine' },
      'Najwyżej 1 godzina dziennie na tej maszynie',
      'At most 1 hour a day on this machine',
    ],
    [
      'day-limit',
      { ...day, unit: 'bookings', limit: 1, used: 1 },
      'Najwyżej 1 rezerwacja dziennie, a 11 stycznia 2027 masz już 1 rezerwację',
      'At most 1 booking a day, and you have 1 booking on 11 January 2027 already',
    ],
    [
      'week-limit',
      { ...day, counts: 'group' },
      'Najwyżej 4 godziny tygodniowo na maszynach tej grupy, a w tygodniu od 11 stycznia 2027 masz już 1 godzinę 30 minut',
      'At most 4 hours a week on the machines of this group, and you have 1 hour 30 minutes in the week of 11 January 2027 already',
    ],
    [
      'open-limit',
      { limit: 5, used: 5, counts: 'all' },
      'Najwyżej 5 niezakończonych rezerwacji, a masz już 5',
      'At most 5 bookings that are not over, and you have 5 already',
    ],
    [
      'future-limit',
      { limit: 600, used: 0, counts: 'all' },
      'Z góry można zarezerwować najwyżej 10 godzin',
      'At most 10 hours booked ahead',
    ],
    [
      'strikes',
      { limit: 3, used: 3, withinDays: 90, until: at },
      'Masz 3 punkty karne. Rezerwować możesz znów od 11 stycznia 2027, 10:00',
      'You have 3 strikes. You may book again from 11 January 2027, 10:00',
    ],
  ])('%s %j', (code, params, pl, en) => {
    const { text } = renderRefusal({ code, params, override: 'staff' }, 'Europe/Warsaw');
    expect({ pl: text.pl.replaceAll(nbsp, ' '), en: text.en.replaceAll(nbsp, ' ') }).toEqual({ pl, en });
  });
});
