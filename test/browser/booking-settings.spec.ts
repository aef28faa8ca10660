import { expect, type Locator, type Page, test } from '@playwright/test';
import type { Booking } from '../../src/contracts/http/index.js';
import { Brama } from './support/brama.js';
import { faultsOf } from './support/looks.js';
import { ask, hourIn, loggedIn, machineIdOf } from './support/people.js';

/** What an admin sets and what staff decide about bookings, in the real system. */
test.describe.configure({ mode: 'serial' });

let brama: Brama;
let admin: Page;
let staff: Page;
let anna: Page;
let plotter: string;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  brama = await Brama.start();
  admin = await loggedIn(browser, brama, 'admin');
  staff = await loggedIn(browser, brama, 'staff');
  anna = await loggedIn(browser, brama, 'anna');
  plotter = await machineIdOf(anna, 'ploter');
});
test.afterAll(async () => {
  test.setTimeout(60_000);
  for (const page of [admin, staff, anna]) await page?.context().close();
  await brama?.stop();
});

const show = async (page: Page, path: string): Promise<void> => {
  await page.goto(brama.url + path);
  await expect(page.locator('main h1')).toBeVisible();
};
const card = (page: Page, title: string): Locator => page.getByRole('form', { name: title, exact: true });
const book = (from: Date, to: Date): Promise<Booking> =>
  ask<Booking>(anna, 'POST', '/bookings', { machineId: plotter, from: from.toISOString(), to: to.toISOString() });

test('a limit is switched on and saved, and says at a machine where it comes from', async () => {
  await show(admin, '/settings/booking');
  const longest = card(admin, 'Najdłuższa rezerwacja');
  await longest.getByRole('switch').click();
  await longest.getByRole('textbox').fill('480');
  await longest.getByRole('button', { name: 'Zapisz' }).click();
  await expect(longest).toContainText('Ustawione tutaj');
  await show(admin, `/settings/booking?of=machine&id=${plotter}`);
  await expect(longest).toContainText('Z pracowni');
  await expect(longest.getByRole('textbox')).toHaveValue('480');
  await show(admin, '/settings/booking');
  await longest.getByRole('button', { name: /^Przywróć domyślne/ }).click();
  await expect(longest).toContainText('Domyślnie');
  await expect(longest.getByRole('switch')).not.toBeChecked();
});

test('what does not fit is said at its field, in the language of the page', async () => {
  await show(admin, '/settings/booking');
  const ahead = card(admin, 'Jak daleko naprzód');
  await ahead.getByRole('textbox').fill('100000');
  await ahead.getByRole('button', { name: 'Zapisz' }).click();
  await expect(ahead.getByRole('alert')).toBeVisible();
  const polish = await ahead.getByRole('alert').textContent();
  await expect(ahead.getByRole('textbox')).toHaveAccessibleDescription(new RegExp(`${polish}`));
  await admin.getByRole('button', { name: 'EN', exact: true }).click();
  const english = card(admin, 'How far ahead');
  await expect(english.getByRole('alert')).not.toHaveText(polish ?? '');
  await expect(english.getByRole('textbox')).toHaveValue('100000');
  await english.getByRole('button', { name: 'Discard changes' }).click();
  await expect(english.getByRole('alert')).toHaveCount(0);
  await admin.getByRole('button', { name: 'PL', exact: true }).click();
});

test('whoever would lose what was typed is asked first', async () => {
  await show(admin, '/settings/booking');
  const ahead = card(admin, 'Jak daleko naprzód');
  await ahead.getByRole('textbox').fill('30');
  await admin.getByRole('link', { name: 'Przestoje' }).click();
  const asked = admin.getByRole('dialog', { name: 'Masz niezapisane zmiany' });
  await asked.getByRole('button', { name: 'Zostań' }).click();
  await expect(ahead.getByRole('textbox')).toHaveValue('30');
  await admin.getByRole('link', { name: 'Przestoje' }).click();
  await asked.getByRole('button', { name: 'Przejdź bez zapisu' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'Przestoje' })).toBeVisible();
});

test('opening hours are typed by the day, and kept', async () => {
  await show(admin, `/settings/booking?of=machine&id=${plotter}`);
  const hours = card(admin, 'Godziny otwarcia');
  const monday = hours.locator('li').first();
  await monday.getByLabel('poniedziałek, od').fill('09:30');
  await monday.getByLabel('poniedziałek, do').fill('17:00');
  await hours.getByRole('button', { name: 'Zapisz' }).click();
  await expect(hours).toContainText('Ustawione tutaj');
  await admin.reload();
  await expect(monday.getByLabel('poniedziałek, od')).toHaveValue('09:30');
  await expect(monday.getByLabel('poniedziałek, do')).toHaveValue('17:00');
  await hours.getByRole('button', { name: /^Przywróć dziedziczone/ }).click();
  await expect(hours).toContainText('Z pracowni');
});

test('staff read the settings and change none', async () => {
  await show(staff, '/settings/booking');
  await expect(staff.getByText('Zmieniać może tylko administrator.')).toBeVisible();
  await expect(card(staff, 'Jak daleko naprzód').getByRole('textbox')).toBeDisabled();
  await expect(staff.getByRole('button', { name: /Przywróć|Zapisz/ })).toHaveCount(0);
});

test('a machine group is made, given a machine, renamed and removed', async () => {
  await show(staff, '/settings/groups');
  const groups = staff.getByRole('region', { name: 'Grupy maszyn' });
  await groups.getByRole('button', { name: 'Nowa grupa' }).click();
  const dialog = staff.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Zapisz' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Podaj nazwę w obu językach.');
  await dialog.getByLabel('Nazwa po polsku').fill('Plotery');
  await dialog.getByLabel('Nazwa po angielsku').fill('Plotters');
  await dialog.getByRole('button', { name: 'Zapisz' }).click();
  const made = groups.locator('li', { hasText: 'Plotery' });
  const machine = made.getByRole('checkbox', { name: /Ploter/ });
  await machine.click();
  await expect(machine).toBeChecked();
  await staff.reload();
  await expect(machine).toBeChecked();
  await made.getByRole('button', { name: /^Zmień nazwę/ }).click();
  await dialog.getByLabel('Nazwa po polsku').fill('Plotery tnące');
  await dialog.getByRole('button', { name: 'Zapisz' }).click();
  const renamed = groups.locator('li', { hasText: 'Plotery tnące' });
  await renamed.getByRole('button', { name: /^Usuń/ }).click();
  await dialog.getByRole('button', { name: 'Usuń' }).click();
  await expect(renamed).toHaveCount(0);
});

test('staff approve one booking and decline another with a reason, and its member reads it', async () => {
  await ask(admin, 'PUT', '/booking-settings/approval', {
    scope: { kind: 'machine', id: plotter },
    settings: { needed: true },
  });
  await book(hourIn(10, 9), hourIn(10, 10));
  await book(hourIn(11, 9), hourIn(11, 10));
  await show(anna, '/bookings');
  await expect(anna.getByText('Czeka na zatwierdzenie')).toHaveCount(2);
  await show(staff, '/desk');
  const waiting = staff.getByRole('region', { name: 'Czekają na zatwierdzenie' }).getByRole('listitem');
  await expect(waiting).toHaveCount(2);
  await waiting
    .first()
    .getByRole('button', { name: /^Zatwierdź/ })
    .click();
  await expect(waiting).toHaveCount(1);
  await waiting
    .first()
    .getByRole('button', { name: /^Odrzuć/ })
    .click();
  const dialog = staff.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Odrzuć' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Podaj powód.');
  await dialog.getByRole('textbox').fill('Tego dnia są warsztaty.');
  await dialog.getByRole('button', { name: 'Odrzuć' }).click();
  await expect(waiting).toHaveCount(0);
  await anna.reload();
  await anna.getByRole('button', { name: /^Powiadomienia, 2/ }).click();
  await expect(anna.getByRole('link', { name: /Tego dnia są warsztaty/ })).toBeVisible();
});

test('an outage tells whose bookings it hits, and is taken away again', async () => {
  await show(staff, '/desk/outages');
  const form = staff.getByRole('region', { name: 'Zaplanuj przestój' });
  await form.getByRole('button', { name: 'Zaplanuj' }).click();
  await expect(form.getByRole('alert')).toHaveText('Podaj powód w obu językach.');
  const day = hourIn(10, 9).toLocaleDateString('sv-SE', { timeZone: 'Europe/Warsaw' });
  await form.getByLabel('Maszyna').selectOption(plotter);
  await form.getByLabel('Dzień', { exact: true }).fill(day);
  await form.getByLabel('Od', { exact: true }).fill('06:00');
  await form.getByLabel('Powód po polsku').fill('Wymiana noża');
  await form.getByLabel('Powód po angielsku').fill('New blade');
  await form.getByRole('button', { name: 'Zaplanuj' }).click();
  await expect(staff.getByRole('status').filter({ hasText: 'Obejmuje 1 rezerwację' })).toBeVisible();
  const planned = staff.getByRole('region', { name: 'Przestoje' }).getByRole('listitem');
  await expect(planned).toContainText('Wymiana noża');
  await planned.getByRole('button', { name: /^Usuń/ }).click();
  await expect(planned).toHaveCount(0);
});

test('public holidays are ticked, and a calendar is looked at before it is taken', async () => {
  await show(staff, '/desk/closures');
  const closures = staff.getByRole('region', { name: 'Zamknięcia', exact: true }).getByRole('listitem');
  const before = await closures.count();
  const holidays = staff.getByRole('region', { name: 'Święta ustawowe' });
  const year = String(new Date().getUTCFullYear() + 1);
  await holidays.getByLabel('Rok').selectOption(year);
  await holidays.getByRole('checkbox', { name: /Nowy Rok/ }).check();
  await holidays.getByRole('button', { name: 'Dodaj wybrane' }).click();
  await expect(closures).toHaveCount(before + 1);
  await expect(holidays.getByRole('checkbox', { name: /Nowy Rok.*już dodane/ })).toBeDisabled();

  const ics = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//test//EN',
    'BEGIN:VEVENT',
    'UID:1@test',
    'DTSTAMP:20260101T000000Z',
    `DTSTART;VALUE=DATE:${year}0715`,
    `DTEND;VALUE=DATE:${year}0716`,
    'SUMMARY:Przerwa letnia',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
  const imported = staff.getByRole('region', { name: 'Z kalendarza (plik ICS)' });
  await imported
    .getByLabel('Plik kalendarza')
    .setInputFiles({ name: 'przerwy.ics', mimeType: 'text/calendar', buffer: Buffer.from(ics) });
  await expect(imported.getByRole('listitem')).toContainText('Przerwa letnia');
  await expect(imported.getByRole('listitem')).toContainText('do dodania');
  await expect(closures).toHaveCount(before + 1);
  await imported.getByRole('button', { name: /^Dodaj 1/ }).click();
  await expect(closures).toHaveCount(before + 2);
});

test('a supervisor is planned for all machines', async () => {
  await show(staff, '/desk/supervision');
  const form = staff.getByRole('region', { name: 'Zaplanuj dyżur' });
  await form.getByLabel('Opiekun').selectOption({ label: 'Krystyna Wójcik' });
  await form.getByRole('button', { name: 'Zaplanuj' }).click();
  const planned = staff.getByRole('region', { name: 'Dyżury' }).getByRole('listitem');
  await expect(planned.filter({ hasText: 'Krystyna Wójcik' })).toContainText('Wszystkie maszyny');
});

test('every screen of it is free of what axe finds and fits every width, in both languages and colour schemes', async () => {
  test.setTimeout(180_000);
  const paths = [
    '/settings/booking',
    `/settings/booking?of=machine&id=${plotter}`,
    '/settings/groups',
    '/desk',
    '/desk/outages',
    '/desk/closures',
    '/desk/supervision',
  ];
  const { found, looked } = await faultsOf(admin, paths, async () => {
    await expect(admin.locator('main h2').first()).toBeVisible();
    await expect(admin.locator('main').getByRole('status', { name: /Wczytuję|Loading/ })).toHaveCount(0);
  });
  expect(found).toEqual([]);
  expect(looked).toBe(paths.length * 16);
});
