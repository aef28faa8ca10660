import { type APIRequestContext, expect, type Locator, type Page, request, test } from '@playwright/test';
import type { Booking, Machine } from '../../src/contracts/http/index.js';
import { Brama } from './support/brama.js';
import { at, boxOf, dayIn, dialog, drag, grid, openCalendar, piece, said } from './support/booking-page.js';
import { bookingViews } from './support/booking-views.js';
import { violations } from './support/fixtures.js';
import { loggedIn } from './support/people.js';

/** Booking on the real system, as `npm start` brings it up. */
test.describe.configure({ mode: 'serial' });

let brama: Brama;
let anna: Page;
let admin: APIRequestContext;
let piotr: APIRequestContext;
let machines: Machine[];

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  brama = await Brama.start();
  admin = await signedIn('admin');
  piotr = await signedIn('piotr');
  machines = ((await (await admin.get('machines')).json()) as { items: Machine[] }).items;
  await ok(admin.patch('workshop', { data: { memberSessionsMax: 10 } }));
  anna = await loggedIn(browser, brama, 'anna');
});
test.afterAll(async () => {
  test.setTimeout(60_000);
  await anna?.context().close();
  await admin?.dispose();
  await piotr?.dispose();
  await brama?.stop();
});
test.beforeEach(async () => {
  await anna.setViewportSize({ width: 1280, height: 860 });
});

async function signedIn(who: string): Promise<APIRequestContext> {
  const caller = await request.newContext({ baseURL: `${brama.url}/api/v1/`, extraHTTPHeaders: { origin: brama.url } });
  await ok(caller.post('auth/login', { data: { email: `${who}@brama.example`, password: Brama.password } }));
  return caller;
}
async function ok(answer: ReturnType<APIRequestContext['post']>): Promise<unknown> {
  const got = await answer;
  if (!got.ok()) throw new Error(`${got.url()}: ${got.status()} ${await got.text()}`);
  return got.status() === 204 ? undefined : await got.json();
}
const idOf = (slug: string): string => {
  const found = machines.find((one) => one.slug === slug);
  if (found === undefined) throw new Error(`no machine ${slug}`);
  return found.id;
};
const book = async (who: APIRequestContext, slug: string, day: string, from: string, to: string): Promise<Booking> =>
  (await ok(
    who.post('bookings', { data: { machineId: idOf(slug), from: at(day, from), to: at(day, to) } }),
  )) as Booking;

const open = async (page: Page, query: string): Promise<void> => await openCalendar(page, brama.url, query);

test('from the home page a free machine is booked with two clicks', async () => {
  await anna
    .locator('article', { hasText: 'Drukarka 3D nr 2' })
    .getByRole('link', { name: /^Rezerwuj:/ })
    .click();
  await expect(dialog(anna).getByText('Możesz rezerwować')).toBeVisible();
  await dialog(anna).getByRole('button', { name: 'Rezerwuj', exact: true }).click();
  await expect(said(anna)).toContainText('Zarezerwowano: Drukarka 3D nr 2');
  await expect(piece(anna, /^Drukarka 3D nr 2, .*: Twoja$/)).toBeVisible();
});

test('the keyboard alone goes through the calendar, one stop of Tab and arrows, and books', async () => {
  await open(anna, `day=${dayIn(7)}`);
  await expect(grid(anna).locator('[tabindex="0"]')).toHaveCount(1);
  await grid(anna).locator('[tabindex="0"]').focus();
  await anna.keyboard.press('ArrowDown');
  await anna.keyboard.press('ArrowRight');
  await anna.keyboard.press('Home');
  await anna.keyboard.press('ArrowUp');
  const first = grid(anna).locator('[tabindex="0"]');
  await expect(first).toBeFocused();
  await expect(first).toHaveAccessibleName(/^Drukarka 3D nr 1, poniedziałek.*: wolne$/);
  await expect(grid(anna).locator('[tabindex="0"]')).toHaveCount(1);
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await grid(anna).locator(':focus').getAttribute('aria-label'))?.startsWith('Studio') === true) break;
    await anna.keyboard.press('ArrowDown');
  }
  await anna.keyboard.press('Enter');
  await expect(dialog(anna).getByRole('heading')).toBeFocused();
  await expect(dialog(anna).getByLabel('Od', { exact: true })).toHaveValue('08:00');
  await dialog(anna).getByLabel('Od', { exact: true }).focus();
  await anna.keyboard.type('1000');
  await dialog(anna).getByLabel('Do', { exact: true }).focus();
  await anna.keyboard.type('1130');
  await expect(dialog(anna).getByText('Możesz rezerwować')).toBeVisible();
  await anna.keyboard.press('Enter');
  await expect(said(anna)).toContainText('10:00–⁠11:30');
  await expect(piece(anna, /^Studio fotograficzne, .*10:00–⁠11:30: Twoja$/)).toBeVisible();
});

test('a time that is taken says so, offers the nearest free ones, and one tap takes one', async () => {
  const day = dayIn(3);
  await book(piotr, 'foto', day, '12:00', '14:00');
  await open(anna, `day=${day}`);
  await piece(anna, /^Studio fotograficzne, .*12:00–⁠14:00: Zajęte$/).click();
  await expect(dialog(anna).getByText('Ten termin jest zajęty')).toBeVisible();
  const offered = dialog(anna).getByRole('group', { name: 'Najbliższe wolne terminy' }).getByRole('button');
  await expect(offered).toHaveCount(3);
  await offered.first().click();
  await expect(dialog(anna).getByText('Możesz rezerwować')).toBeVisible();
  await dialog(anna).getByRole('button', { name: 'Rezerwuj', exact: true }).click();
  await expect(said(anna)).toContainText('Zarezerwowano: Studio fotograficzne');
});

test('who comes second is told at once, loses nothing that was typed, and may wait for it', async () => {
  const day = dayIn(4);
  await open(anna, `view=day&day=${day}`);
  await piece(anna, /^Studio fotograficzne, .*15:00–⁠16:00: wolne$/).focus();
  await anna.keyboard.press('Enter');
  await dialog(anna).getByLabel('Do', { exact: true }).fill('16:30');
  await expect(dialog(anna).getByText('Możesz rezerwować')).toBeVisible();
  await book(piotr, 'foto', day, '15:00', '17:00');
  await dialog(anna).getByRole('button', { name: 'Rezerwuj', exact: true }).click();
  await expect(dialog(anna).getByRole('alert')).toBeVisible();
  const offered = dialog(anna).getByRole('group', { name: 'Najbliższe wolne terminy' }).getByRole('button');
  await expect(offered).toHaveCount(3, { timeout: 500 });
  await expect(dialog(anna).getByLabel('Do', { exact: true })).toHaveValue('16:30');
  await dialog(anna).getByRole('button', { name: 'Powiadom mnie, gdy się zwolni' }).click();
  await expect(dialog(anna).getByText('Jesteś na liście oczekujących.')).toBeVisible();
  await offered.last().click();
  await expect(dialog(anna).getByRole('button', { name: 'Rezerwuj', exact: true })).toBeFocused();
  await anna.keyboard.press('Escape');
});

test('an own booking is made longer, cancelled, and brought back by keyboard', async () => {
  const day = dayIn(5);
  const { id } = await book(await signedIn('anna'), 'szycie-1', day, '10:00', '11:00');
  await open(anna, `day=${day}`);
  await piece(anna, /^Maszyna do szycia nr 1, .*: Twoja$/).click();
  await dialog(anna).getByRole('button', { name: 'Przedłuż o 30 min' }).click();
  await expect(said(anna)).toContainText('10:00–⁠11:30');
  await piece(anna, /^Maszyna do szycia nr 1, .*10:00–⁠11:30: Twoja$/).click();
  await dialog(anna).getByRole('button', { name: 'Odwołaj', exact: true }).click();
  await expect(said(anna)).toContainText('Odwołano: Maszyna do szycia nr 1');
  await expect(piece(anna, /^Maszyna do szycia nr 1, .*: Twoja$/)).toHaveCount(0);
  const undo = said(anna).getByRole('button', { name: 'Cofnij' });
  await expect(undo).toBeFocused();
  await anna.keyboard.press('Enter');
  await expect(said(anna)).toContainText('Przywrócono: Maszyna do szycia nr 1');
  await expect(piece(anna, /^Maszyna do szycia nr 1, .*: Twoja$/)).toBeVisible();

  // Somebody else changes it meanwhile.
  await piece(anna, /^Maszyna do szycia nr 1, .*: Twoja$/).click();
  await expect(dialog(anna).getByRole('button', { name: 'Przedłuż o 30 min' })).toBeVisible();
  const { version } = (await (await admin.get(`bookings/${id}`)).json()) as Booking;
  const change = { headers: { 'if-match': `"${version}"` }, data: { to: at(day, '12:00') } };
  await ok(admin.patch(`bookings/${id}`, change));
  await dialog(anna).getByRole('button', { name: 'Przedłuż o 30 min' }).click();
  await expect(dialog(anna).getByRole('alert')).toContainText('zmieniła się w międzyczasie');
  await expect(dialog(anna)).toContainText('10:00–⁠12:00');
  await anna.keyboard.press('Escape');
});

test('a booking that was begun with the card is finished early once the machine is off', async () => {
  const tap = (): Promise<unknown> => ok(admin.post('demo/taps', { data: { gate: 'laser', card: 'anna' } }));
  const laser = async (): Promise<{ state: string; power: string } | undefined> => {
    const { tiles } = (await (await admin.get('live/snapshot')).json()) as {
      tiles: { slug: string; state: string; power: string }[];
    };
    return tiles.find(({ slug }) => slug === 'laser');
  };
  await tap();
  await expect.poll(async () => (await laser())?.power).toBe('on');
  await open(anna, 'view=day');
  const own = piece(anna, /^Laser CNC, .*: Twoja$/);
  await own.first().click();
  await dialog(anna).getByRole('button', { name: 'Zakończ teraz' }).click();
  await expect(dialog(anna).getByRole('alert')).toBeVisible();
  // The same card within two seconds is one tap.
  await expect(async () => {
    await tap();
    expect((await laser())?.power).toBe('off');
  }).toPass({ intervals: [2500], timeout: 20_000 });
  const before = await own.count();
  await dialog(anna).getByRole('button', { name: 'Zakończ teraz' }).click();
  await expect(said(anna)).toContainText('Zakończono wcześniej: Laser CNC');
  expect(before).toBeGreaterThan(0);
});

test('a booking is offered to somebody by e-mail address', async () => {
  const day = dayIn(6);
  await book(await signedIn('anna'), 'szycie-2', day, '10:00', '11:00');
  await open(anna, `day=${day}`);
  await piece(anna, /^Maszyna do szycia nr 2, .*: Twoja$/).click();
  await dialog(anna).getByRole('button', { name: 'Przekaż' }).click();
  await expect(dialog(anna).getByLabel('E-mail')).toBeFocused();
  await anna.keyboard.type('piotr@brama.example');
  await anna.keyboard.press('Enter');
  await expect(said(anna)).toContainText('Wysłano propozycję: piotr@brama.example');
  await expect(piece(anna, /^Maszyna do szycia nr 2, .*: Twoja$/)).toBeVisible();
});

test('time is marked with the mouse; an own booking is moved and stretched, and a move can be taken back', async () => {
  const day = dayIn(8);
  await open(anna, `view=day&day=${day}`);
  const row = 'Maszyna do szycia nr 1';
  const ten = await boxOf(piece(anna, new RegExp(`^${row}, .*10:00–⁠11:00: wolne$`)));
  const middle = ten.y + ten.height / 2;
  await drag(anna, { x: ten.x + 2, y: middle }, { x: ten.x + 2 * ten.width - 4, y: middle });
  await expect(dialog(anna).getByLabel('Od', { exact: true })).toHaveValue('10:00');
  await expect(dialog(anna).getByLabel('Do', { exact: true })).toHaveValue('12:00');
  await dialog(anna).getByRole('button', { name: 'Rezerwuj', exact: true }).click();
  const own = (span: string): Locator => piece(anna, new RegExp(`^${row}, .*${span}: Twoja$`));
  await expect(own('10:00–⁠12:00')).toBeVisible();

  const box = await boxOf(own('10:00–⁠12:00'));
  await drag(anna, { x: box.x + box.width / 2, y: middle }, { x: box.x + box.width / 2 + box.width, y: middle });
  await expect(own('12:00–⁠14:00')).toBeVisible();
  await said(anna).getByRole('button', { name: 'Cofnij' }).last().click();
  await expect(own('10:00–⁠12:00')).toBeVisible();

  const again = await boxOf(own('10:00–⁠12:00'));
  const edge = again.x + again.width - 3;
  await drag(anna, { x: edge, y: middle }, { x: edge + again.width / 2, y: middle });
  await expect(own('10:00–⁠13:00')).toBeVisible();

  await open(anna, `day=${day}`);
  const other = machines.find(({ slug }) => slug === 'szycie-2')?.name.pl ?? '';
  const chip = await boxOf(own('10:00–⁠13:00'));
  const target = await boxOf(piece(anna, new RegExp(`^${other}, .*: wolne$`)).last());
  const from = await boxOf(own('10:00–⁠13:00'));
  expect(chip.width).toBeGreaterThan(60);
  await drag(anna, { x: from.x + 20, y: from.y + 10 }, { x: target.x + 30, y: target.y + 10 });
  await expect(piece(anna, new RegExp(`^${other}, niedziela.*10:00–⁠13:00: Twoja$`))).toBeVisible();
});

test('a weekly pattern is tried date by date; what is taken is told, and the rest is booked', async () => {
  const day = dayIn(9);
  await book(piotr, 'foto', dayIn(16), '09:30', '10:30');
  await open(anna, `view=day&day=${day}`);
  await piece(anna, /^Studio fotograficzne, .*09:00–⁠10:00: wolne$/).focus();
  await anna.keyboard.press('Enter');
  await dialog(anna).getByLabel('Powtarzaj co tydzień').check();
  await dialog(anna).getByLabel('Ostatni dzień').fill(dayIn(23));
  await expect(dialog(anna).getByText('Możliwych terminów: 2 z 3')).toBeVisible();
  await expect(dialog(anna).getByRole('listitem').filter({ hasText: 'zajęte' })).toHaveCount(1);
  await dialog(anna).getByLabel('nie rezerwuj żadnego').check();
  await expect(dialog(anna).getByRole('button', { name: /^Rezerwuj/ })).toBeDisabled();
  await dialog(anna).getByLabel('zarezerwuj pozostałe').check();
  await dialog(anna).getByRole('button', { name: 'Rezerwuj 2 terminy' }).click();
  await expect(said(anna)).toContainText('Zarezerwowano 2 terminy.');

  await piece(anna, /^Studio fotograficzne, .*09:00–⁠10:00: Twoja$/).click();
  await dialog(anna).getByRole('button', { name: 'Odwołaj tę i następne z serii' }).click();
  await expect(said(anna)).toContainText('Odwołano 2 terminy.');
});

test('all reasons why not are told with the next step, and the machine’s rules beside them', async () => {
  await ok(
    admin.put('booking-settings/too-long', {
      data: { scope: { kind: 'machine', id: idOf('foto') }, settings: { minutes: 60 } },
    }),
  );
  await open(anna, `view=day&day=${dayIn(10)}`);
  await piece(anna, /^Studio fotograficzne, .*09:00–⁠10:00: wolne$/).focus();
  await anna.keyboard.press('Enter');
  await dialog(anna).getByLabel('Do', { exact: true }).fill('12:00');
  await expect(dialog(anna).getByText(/^Jeszcze nie\. 1.powód:$/)).toBeVisible();
  await expect(dialog(anna).getByRole('listitem')).toContainText('Co dalej:');
  await expect(dialog(anna).getByRole('button', { name: 'Rezerwuj', exact: true })).toBeDisabled();
  await dialog(anna).getByText('Zasady tej maszyny').click();
  await expect(
    dialog(anna)
      .getByRole('listitem')
      .filter({ hasText: 'zasada tej maszyny' })
      .or(dialog(anna).getByRole('listitem').filter({ hasText: 'Studio fotograficzne' }))
      .first(),
  ).toBeVisible();
  await anna.keyboard.press('Escape');
});

test('staff book for somebody else, and make an exception with a reason', async ({ browser }) => {
  const staff = await loggedIn(browser, brama, 'staff');
  await open(staff, `view=day&day=${dayIn(10)}`);
  await piece(staff, /^Studio fotograficzne, .*09:00–⁠10:00: wolne$/).focus();
  await staff.keyboard.press('Enter');
  await dialog(staff).getByText('Rezerwuję dla innej osoby').click();
  await dialog(staff).getByLabel('Szukaj osoby').fill('wisniew');
  await dialog(staff).getByRole('button', { name: 'Piotr Wiśniewski' }).click();
  await expect(dialog(staff).getByText('Ta osoba może rezerwować: Piotr Wiśniewski')).toBeVisible();
  await dialog(staff).getByLabel('Do', { exact: true }).fill('12:00');
  await dialog(staff).getByLabel('Powód wyjątku').fill('Warsztaty dla szkoły');
  await dialog(staff).getByRole('button', { name: 'Rezerwuj mimo to' }).click();
  await expect(piece(staff, /^Studio fotograficzne, .*09:00–⁠12:00: Piotr Wiśniewski$/)).toBeVisible();
  await staff.context().close();
});

for (const [day, hours, twice] of [
  ['2027-03-28', 23, 0],
  ['2027-10-31', 25, 2],
] as const)
  test(`${day} is drawn with its ${hours} hours, and asks which time is meant`, async () => {
    await open(anna, `view=day&day=${day}`);
    const heads = grid(anna).getByRole('columnheader');
    await expect(heads).toHaveCount(hours + 1);
    await expect(heads.filter({ hasText: '00:00' })).toHaveCount(1);
    await expect(heads.filter({ hasText: '02:00' })).toHaveCount(twice);
    await expect(heads.filter({ hasText: '23:00' })).toHaveCount(1);
    await piece(anna, /^Studio fotograficzne, .*01:00–.*: wolne$/)
      .first()
      .focus();
    await anna.keyboard.press('Enter');
    await dialog(anna).getByLabel('Od', { exact: true }).fill('02:30');
    await dialog(anna).getByLabel('Do', { exact: true }).fill('05:00');
    const question = dialog(anna).getByRole('alert');
    if (twice === 0) {
      await expect(question).toContainText('nie będzie godziny 02:30');
      await question.getByRole('button', { name: '03:30' }).click();
      await expect(dialog(anna).getByLabel('Od', { exact: true })).toHaveValue('03:30');
    } else {
      await expect(question).toContainText('dwa razy');
      const asked = anna.waitForRequest(
        (one) => one.url().includes('/bookings/preview') && one.url().includes('T01%3A30'),
      );
      await question.getByRole('button', { name: 'Druga 02:30' }).click();
      await asked;
    }
    await expect(question).toHaveCount(0);
    await anna.keyboard.press('Escape');
  });

test('on a phone a free time is one tap, and booking it another; any machine of a group will do', async ({
  browser,
}) => {
  const phone = await loggedIn(browser, brama, 'anna', '/', { viewport: { width: 360, height: 740 }, hasTouch: true });
  const day = dayIn(11);
  await phone.goto(`${brama.url}/book?day=${day}`);
  await phone.getByLabel('Maszyna', { exact: true }).selectOption({ label: 'Drukarki 3D' });
  await phone.getByRole('button', { name: '2 h' }).tap();
  const free = phone.getByRole('region', { name: 'Wolny czas' });
  await expect(free.getByRole('heading', { name: /^Drukarka 3D nr 2: Wolne/ })).toBeVisible();
  await free.getByRole('button', { name: '10:00' }).last().tap();
  await phone.getByRole('button', { name: 'Rezerwuj', exact: true }).tap();
  await expect(said(phone)).toContainText(/Zarezerwowano: Drukarka 3D nr 2, .*10:00–⁠12:00/);
  await phone.context().close();
});

test('what cannot be read says so, and is there after a second try', async () => {
  await anna.route('**/availability/week?*', (route) => route.abort());
  await anna.goto(`${brama.url}/book`);
  await expect(anna.getByRole('alert')).toContainText('Brak połączenia z serwerem', { timeout: 20_000 });
  await anna.unroute('**/availability/week?*');
  await anna.getByRole('button', { name: 'Spróbuj ponownie' }).click();
  await expect(grid(anna)).toBeVisible();
});

for (const language of ['pl', 'en'] as const)
  test(`every view is free of what axe finds and fits from 320 px, in ${language} and both colours`, async ({
    browser,
  }) => {
    test.setTimeout(180_000);
    const staff = await loggedIn(browser, brama, 'staff');
    await staff.locator(`header button[lang=${language}]`).click();
    const found: string[] = [];
    for (const scheme of ['light', 'dark'] as const) {
      await staff.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      for (const [name, show] of Object.entries(bookingViews(brama.url, idOf('szycie-2')))) {
        // Colours are the same at every width, and all else in both schemes.
        const width = (scheme === 'light') === (language === 'pl') ? 1280 : 360;
        await staff.setViewportSize({ width, height: 740 });
        await show(staff);
        for (const violation of await violations(staff)) found.push(`${name}, ${scheme}, ${width} px: ${violation}`);
        for (const wide of [320, 360, 768, 1280]) {
          await staff.setViewportSize({ width: wide, height: 740 });
          const spare = await staff.evaluate(() => {
            const over = (one: Element): number => one.scrollWidth - one.clientWidth;
            const shown = document.querySelector('dialog[open]');
            return Math.max(over(document.documentElement), shown === null ? 0 : over(shown));
          });
          if (spare > 0) found.push(`${name} at ${wide} px: ${spare} px too wide`);
        }
      }
    }
    expect(found).toEqual([]);
    await staff.context().close();
  });

test('in a browser in Tokyo the calendar is that of the workshop', async ({ browser }) => {
  const tokyo = await loggedIn(browser, brama, 'anna', '/', {
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1280, height: 860 },
  });
  await open(tokyo, `view=day&day=${dayIn(10)}`);
  await expect(piece(tokyo, /^Studio fotograficzne, .*09:00–⁠12:00: Zajęte$/)).toBeVisible();
  await tokyo.context().close();
});
