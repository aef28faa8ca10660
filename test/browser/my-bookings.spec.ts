import { expect, type Locator, type Page, test } from '@playwright/test';
import type { Booking, CalendarFeedWithUrl } from '../../src/contracts/http/index.js';
import { Brama } from './support/brama.js';
import { faultsOf } from './support/looks.js';
import { ask, hourIn, type Listed, loggedIn, machineIdOf } from './support/people.js';

/** One's own bookings, in the real system: every action where the booking is shown. */
test.describe.configure({ mode: 'serial' });

let brama: Brama;
let anna: Page;
let zofia: Page;
let plotter: string;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  brama = await Brama.start();
  anna = await loggedIn(browser, brama, 'anna', '/bookings');
  zofia = await loggedIn(browser, brama, 'zofia', '/bookings');
  plotter = await machineIdOf(anna, 'ploter');
});
test.afterAll(async () => {
  test.setTimeout(60_000);
  await anna?.context().close();
  await zofia?.context().close();
  await brama?.stop();
});

const span = (from: Date, to: Date) => ({ from: from.toISOString(), to: to.toISOString() });
const book = (page: Page, from: Date, to: Date): Promise<Booking> =>
  ask<Booking>(page, 'POST', '/bookings', { machineId: plotter, ...span(from, to) });
const open = async (page: Page): Promise<void> => {
  await page.goto(`${brama.url}/bookings`);
  await expect(page.getByRole('heading', { level: 1, name: 'Moje rezerwacje' })).toBeVisible();
};
/** As the workshop's clock says it. */
const clock = (at: Date): string =>
  at.toLocaleTimeString('pl-PL', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Warsaw' });
const dayOf = (at: Date): string => at.toLocaleDateString('sv-SE', { timeZone: 'Europe/Warsaw' });
const cardAt = (page: Page, from: Date, to: Date): Locator =>
  page.locator('article', { hasText: `${clock(from)}–${clock(to)}` }).filter({ hasText: 'Ploter' });
const cardOn = (page: Page, at: Date): Locator => page.locator(`section[aria-labelledby="day-${dayOf(at)}"] article`);
const action = (card: Locator, name: string): Locator => card.getByRole('button', { name: new RegExp(`^${name}:`) });

test('what is booked stands by day, today first, each with its state in words', async () => {
  await open(anna);
  await expect(anna.locator('main h2').first()).toHaveText(/^Dziś, /);
  const laser = anna.locator('article', { hasText: 'Laser CNC' });
  await expect(laser).toContainText(/Przyłóż kartę do \d\d:\d\d/);
  await expect(anna.locator('article', { hasText: 'Ploter' })).toContainText('Potwierdzona');
});

test('thirty minutes more are one press', async () => {
  const [from, to] = [hourIn(10, 9), hourIn(10, 10)];
  await book(anna, from, to);
  await open(anna);
  await action(cardOn(anna, from), '\\+30 min').click();
  await expect(cardAt(anna, from, new Date(to.getTime() + 1_800_000))).toBeVisible();
  await expect(anna.getByRole('status').filter({ hasText: 'Przedłużono do' })).toBeVisible();
});

test('a cancelled booking comes back by the keyboard, from another screen', async () => {
  const [from, to] = [hourIn(12, 9), hourIn(12, 10)];
  await book(anna, from, to);
  await open(anna);
  const card = cardOn(anna, from);
  await action(card, 'Odwołaj').focus();
  await anna.keyboard.press('Enter');
  await expect(card).toHaveCount(0);
  const undo = anna.getByRole('status').getByRole('button', { name: 'Cofnij' });
  await expect(undo).toBeFocused();
  await anna.getByRole('link', { name: 'Na żywo' }).click();
  await undo.focus();
  await anna.keyboard.press('Enter');
  await expect(anna.getByText(/^Rezerwacja wróciła/)).toBeVisible();
  await anna.getByRole('link', { name: 'Moje rezerwacje' }).click();
  await expect(card).toBeVisible();
});

test('a time that somebody has is refused with three others, one press away', async () => {
  const [from, to] = [hourIn(14, 9), hourIn(14, 10)];
  const taken = [hourIn(15, 12), hourIn(15, 13)] as const;
  await book(anna, from, to);
  await book(zofia, ...taken);
  await open(anna);
  await action(cardOn(anna, from), 'Przenieś').click();
  const dialog = anna.getByRole('dialog');
  await dialog.getByLabel('Dzień').fill(dayOf(taken[0]));
  await dialog.getByLabel('Od', { exact: true }).fill(clock(taken[0]));
  await dialog.getByLabel('Do', { exact: true }).fill(clock(taken[1]));
  await dialog.getByRole('button', { name: 'Przenieś', exact: true }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  const others = dialog.getByRole('group', { name: 'Najbliższe wolne terminy' }).getByRole('button');
  await expect(others).toHaveCount(3);
  await others.first().click();
  await expect(dialog).toBeHidden();
  await expect(cardOn(anna, taken[0])).toBeVisible();
  await expect(cardOn(anna, from)).toHaveCount(0);
});

test('the same time next week is one press', async () => {
  const [from, to] = [hourIn(17, 9), hourIn(17, 10)];
  await book(anna, from, to);
  await open(anna);
  await action(cardOn(anna, from), 'Więcej').click();
  await action(cardOn(anna, from), 'Za tydzień też').click();
  const next = new Date(from.getTime() + 7 * 24 * 3_600_000);
  await expect(cardOn(anna, next)).toContainText(clock(from));
});

test('a booking is offered by e-mail; who accepts it is told in the header, and has it', async () => {
  const [from, to] = [hourIn(20, 9), hourIn(20, 10)];
  await book(anna, from, to);
  await open(anna);
  await action(cardOn(anna, from), 'Więcej').click();
  await action(cardOn(anna, from), 'Przekaż komuś').click();
  const dialog = anna.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Przekaż komuś' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Wpisz adres e-mail.');
  await dialog.getByRole('textbox').fill('zofia@brama.example');
  await dialog.getByRole('button', { name: 'Przekaż komuś' }).click();
  await expect(dialog).toBeHidden();
  await expect(cardOn(anna, from)).toContainText('Czeka, aż druga osoba przyjmie ten termin');
  await open(zofia);
  await expect(cardOn(zofia, from)).toHaveCount(0);
  await zofia.getByRole('region', { name: 'Możesz przejąć termin' }).getByRole('button', { name: 'Przyjmuję' }).click();
  await expect(cardOn(zofia, from)).toBeVisible();
  await open(anna);
  await expect(cardOn(anna, from)).toHaveCount(0);
  await zofia.getByRole('button', { name: /^Powiadomienia, \d+ nieprzeczytan/ }).click();
  await expect(zofia.getByRole('link', { name: /chce Ci przekazać rezerwację/ })).toBeVisible();
  await zofia.getByRole('button', { name: 'Oznacz jako przeczytane' }).click();
  await expect(zofia.getByRole('button', { name: 'Powiadomienia', exact: true })).toBeVisible();
});

test('whoever waits sees the place in line, and claims what comes free with one press', async () => {
  test.setTimeout(90_000);
  const [from, to] = [hourIn(22, 9), hourIn(22, 11)];
  const held = await book(zofia, from, to);
  await ask(anna, 'POST', '/wait-list', { machineId: plotter, ...span(from, to), minutes: 60 });
  await open(anna);
  const waiting = anna.getByRole('region', { name: 'Lista oczekujących' });
  await expect(waiting).toContainText('1. w kolejce');
  await ask(zofia, 'DELETE', `/bookings/${held.id}`);
  const offer = anna.getByRole('region', { name: 'Zwolnił się termin dla Ciebie' });
  await expect(async () => {
    await anna.reload();
    await expect(offer).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 60_000 });
  await expect(offer).toContainText(/Zostało \d/);
  await offer.getByRole('button', { name: 'Przyjmuję' }).click();
  await expect(offer).toHaveCount(0);
  await expect(cardOn(anna, from)).toContainText('Potwierdzona');
});

test('a calendar link is shown once, can be read, and not any more when it is revoked', async ({ request }) => {
  await open(anna);
  const made = anna.waitForResponse(
    (response) => response.url().endsWith('/calendar-feeds') && response.status() === 201,
  );
  await anna.getByRole('button', { name: 'Utwórz odnośnik' }).click();
  const { url } = (await (await made).json()) as CalendarFeedWithUrl;
  await expect(anna.getByLabel('Adres kalendarza')).toHaveValue(url);
  expect(await (await request.get(url)).text()).toContain('BEGIN:VCALENDAR');
  await anna.reload();
  await expect(anna.getByRole('button', { name: /^Unieważnij:/ })).toBeVisible();
  await expect(anna.getByLabel('Adres kalendarza')).toHaveCount(0);
  await anna.getByRole('button', { name: /^Unieważnij:/ }).click();
  await expect(anna.getByRole('button', { name: /^Unieważnij:/ })).toHaveCount(0);
  expect((await request.get(url)).status()).toBeGreaterThanOrEqual(400);
});

test('the own name is hidden by one switch, and stays so', async () => {
  await open(anna);
  const hide = anna.getByRole('switch', { name: 'Ukryj moje imię przed innymi' });
  await hide.click();
  await expect(hide).toBeChecked();
  await anna.reload();
  await expect(hide).toBeChecked();
});

test('what has ended is behind a fold, with why', async () => {
  const booking = await book(anna, hourIn(25, 9), hourIn(25, 10));
  await ask(anna, 'DELETE', `/bookings/${booking.id}`);
  await open(anna);
  await anna.locator('details summary').click();
  await expect(anna.locator('details li').filter({ hasText: 'Odwołana' }).first()).toBeVisible();
});

test('a strike for a late cancellation is shown with how long it counts, and is appealed', async ({ browser }) => {
  test.setTimeout(90_000);
  const krystyna = await loggedIn(browser, brama, 'instructor', '/bookings');
  const soon = Math.ceil((Date.now() + 15 * 60_000) / 300_000) * 300_000;
  const late = await book(krystyna, new Date(soon), new Date(soon + 15 * 60_000));
  await ask(krystyna, 'DELETE', `/bookings/${late.id}`);
  const strike = krystyna.getByRole('region', { name: 'Punkty' }).getByRole('listitem');
  await expect(async () => {
    await open(krystyna);
    await expect(strike).toContainText('Późne odwołanie', { timeout: 3000 });
  }).toPass({ timeout: 60_000 });
  await strike.getByRole('button', { name: /^Odwołaj się/ }).click();
  await krystyna.getByRole('dialog').getByRole('textbox').fill('Tramwaj nie przyjechał.');
  await krystyna.getByRole('dialog').getByRole('button', { name: 'Wyślij' }).click();
  await expect(strike).toContainText('czeka na odpowiedź');

  const staff = await loggedIn(browser, brama, 'staff', '/desk');
  const appeal = staff.getByRole('region', { name: 'Odwołania od punktów' }).getByRole('listitem');
  await expect(appeal).toContainText('Tramwaj nie przyjechał.');
  await appeal.getByRole('button', { name: /^Skreśl punkt/ }).click();
  await staff.getByRole('dialog').getByRole('textbox').fill('Zdarza się.');
  await staff.getByRole('dialog').getByRole('button', { name: 'Skreśl punkt' }).click();
  await expect(appeal).toHaveCount(0);
  await staff.context().close();
  await krystyna.reload();
  await expect(strike).toContainText('Skreślony.');
  await expect(strike).toContainText('Odpowiedź: Zdarza się.');
  await krystyna.context().close();
});

test('a booking that needs approval is asked for with a word about it, and approved at the desk', async ({
  browser,
}) => {
  const lathe = await machineIdOf(anna, 'tokarka');
  const from = hourIn(9, 10);
  const piotr = await loggedIn(browser, brama, 'piotr', `/book?machine=${lathe}`);
  const dialog = piotr.getByRole('dialog');
  await dialog.locator('input[type=date]').fill(dayOf(from));
  await dialog.getByLabel('Od', { exact: true }).fill('10:00');
  await dialog.getByLabel('Do', { exact: true }).fill('12:00');
  await dialog.getByLabel('Notatka').fill('Miska z jesionu');
  await dialog.getByRole('button', { name: 'Poproś o termin' }).click();
  await expect(piotr.getByRole('status', { name: 'Co się stało' })).toContainText('Czeka na zgodę: Tokarka do drewna');

  const staff = await loggedIn(browser, brama, 'staff', '/desk');
  const asked = staff.getByRole('region', { name: 'Czekają na zatwierdzenie' }).getByRole('listitem');
  await expect(asked).toContainText('Piotr Wiśniewski');
  await expect(asked).toContainText('Miska z jesionu');
  await asked.getByRole('button', { name: /^Zatwierdź/ }).click();
  await expect(asked).toHaveCount(0);
  await staff.context().close();
  await open(piotr);
  await expect(cardOn(piotr, from)).toContainText('Potwierdzona');
  await expect(cardOn(piotr, from)).toContainText('Miska z jesionu');
  await piotr.context().close();
});

test('it is free of what axe finds and fits every width, in both languages and colour schemes', async () => {
  test.setTimeout(120_000);
  const upcoming = await ask<Listed<Booking>>(anna, 'GET', '/bookings?order=from');
  expect(upcoming.items.length).toBeGreaterThan(3);
  const { found, looked } = await faultsOf(anna, ['/bookings'], async () => {
    await expect(anna.locator('article').first()).toBeVisible();
    await anna.locator('article button[aria-expanded]').first().click();
    await anna.locator('details summary').click();
    await expect(anna.locator('details li').first()).toBeVisible();
  });
  expect(found).toEqual([]);
  expect(looked).toBe(16);
});
