import { expect, logIn, test, violations } from './support/fixtures.js';
import { firstAdminToken } from './support/fake-workshop.js';
import { fillFirstAdmin, openFirstAdmin, tour } from './support/screens.js';

const widths = [320, 360, 768, 1280];

for (const language of ['pl', 'en'] as const) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`every screen is free of what axe finds, in ${language} and ${scheme}`, async ({ page, service }) => {
      const found: string[] = [];
      const looked = await tour(page, service, { language, scheme }, async (screen) => {
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme);
        for (const violation of await violations(page)) found.push(`${screen}: ${violation}`);
      });
      expect(found).toEqual([]);
      expect(looked).toBeGreaterThanOrEqual(18);
    });
  }

  test(`every screen fits from ${widths[0]} to ${widths.at(-1)} px without scrolling sideways, in ${language}`, async ({
    page,
    service,
  }) => {
    const wide: string[] = [];
    let looked = 0;
    await tour(page, service, { language, scheme: 'light' }, async (screen) => {
      for (const width of widths) {
        await page.setViewportSize({ width, height: 740 });
        const spare = await page.evaluate(() => {
          const dialog = document.querySelector('dialog[open]');
          const over = (one: Element): number => one.scrollWidth - one.clientWidth;
          return Math.max(over(document.documentElement), dialog === null ? 0 : over(dialog));
        });
        if (spare > 0) wide.push(`${screen} at ${width} px: ${spare} px too wide`);
        looked += 1;
      }
    });
    expect(wide).toEqual([]);
    expect(looked).toBeGreaterThanOrEqual(18 * widths.length);
  });
}

test('a refused login says so in the language of the page, and in the other once it is switched', async ({
  page,
  service,
}) => {
  await page.goto(service.url);
  await page.getByLabel('E-mail').fill('anna@brama.example');
  await page.getByLabel('Hasło', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Zaloguj się' }).click();
  await expect(page.getByRole('alert')).toHaveText('Adres e-mail lub hasło się nie zgadza.');
  await page.getByRole('button', { name: 'EN', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is wrong.');
  await expect(page.getByLabel('E-mail')).toHaveValue('anna@brama.example');
});

test('too many logins: the button waits and counts down', async ({ page, service }) => {
  service.loginLimited = true;
  await page.goto(service.url);
  await page.getByLabel('E-mail').fill('anna@brama.example');
  await page.getByLabel('Hasło', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Zaloguj się' }).click();
  await expect(page.getByRole('alert')).toContainText(/Spróbuj ponownie za \d+ s/);
  await expect(page.getByRole('button', { name: 'Zaloguj się' })).toBeDisabled();
});

test('the first admin is told what to correct, field by field, and is then logged in', async ({ page, service }) => {
  await openFirstAdmin(page, service, firstAdminToken);
  await page.getByRole('button', { name: 'Załóż konto' }).click();
  await expect(page.getByLabel('Imię i nazwisko')).toBeFocused();
  await expect(page.getByLabel('Imię i nazwisko')).toHaveAccessibleDescription(/To pole jest wymagane/);
  await expect(page.getByLabel('Hasło', { exact: true })).toHaveAccessibleDescription(/co najmniej 12 znaków/);
  await fillFirstAdmin(page, 'anna@brama.example');
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription('Ten adres e-mail ma już konto.');
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.getByRole('button', { name: 'EN', exact: true }).click();
  await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription('This e-mail address already has an account.');
  await fillFirstAdmin(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Machines, live' })).toBeFocused();
  await expect(page).toHaveURL(`${service.url}/`);
  await expect(page.getByRole('button', { name: 'Account: Maria Nowacka' })).toBeVisible();
});

test('a link for the first admin that fails says what to do, and the whole one may be pasted over it', async ({
  page,
  service,
}) => {
  await page.goto(`${service.url}/first-admin`);
  await expect(page.getByRole('alert')).toContainText('brakuje końcówki');
  await page.goto(`${service.url}/first-admin#used`);
  await fillFirstAdmin(page);
  await expect(page.getByRole('alert')).toContainText('wygasł albo został już użyty');
  await expect(page.getByRole('heading', { name: 'Ten odnośnik nie działa' })).toBeFocused();
  await page.goto(`${service.url}/first-admin#${firstAdminToken}`);
  await expect(page.getByLabel('Imię i nazwisko')).toBeVisible();
  await page.goto(`${service.url}/first-admin#`);
  await page.getByRole('link', { name: 'Zaloguj się' }).click();
  await expect(page.getByRole('heading', { name: 'Zaloguj się' })).toBeVisible();
});

test('switching the language keeps the page and what was typed, and is kept with the account', async ({
  page,
  service,
}) => {
  await logIn(page, service);
  await page.getByRole('searchbox').fill('prusa');
  await expect(page.locator('article')).toHaveCount(1);
  await page.getByRole('button', { name: 'EN', exact: true }).click();
  await expect(page.getByRole('searchbox', { name: 'Find a machine' })).toHaveValue('prusa');
  await expect(page.locator('article')).toContainText('3D printer – Prusa');
  await expect(page).toHaveTitle(/^Machines, live/);
  await expect.poll(() => service.calls).toContain('PATCH /api/v1/auth/me');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('dark colours are chosen in the header, and are there before the first paint after a reload', async ({
  page,
  service,
}) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await logIn(page, service);
  await page.getByRole('button', { name: 'Kolory' }).click();
  await page.getByRole('button', { name: 'Ciemne' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await background();
  await page.reload({ waitUntil: 'commit' });
  await page.locator('body').waitFor({ state: 'attached' });
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect.poll(background).toBe(dark);
});

test('the keyboard alone logs in, skips to the content, and asks why not', async ({ page, service }) => {
  await page.goto(service.url);
  await expect(page.getByLabel('E-mail')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Przejdź do treści' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type('piotr@brama.example');
  await page.keyboard.press('Tab');
  await page.keyboard.type('fake-password-for-tests');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Maszyny na żywo' })).toBeFocused();

  const why = page.locator('article', { hasText: 'Laser CNC' }).getByRole('button').first();
  for (let presses = 0; presses < 80 && !(await why.evaluate((one) => one === document.activeElement)); presses += 1)
    await page.keyboard.press('Tab');
  await expect(why).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('heading')).toBeFocused();
  await expect(page.getByRole('dialog')).toContainText('Najpierw szkolenie: Laser');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(why).toBeFocused();
});

test('when the stream falls silent the board says since when, and shows no power it does not know', async ({
  page,
  service,
}) => {
  await logIn(page, service);
  await expect(page.getByText('Dane aktualne')).toBeVisible();
  await expect(page.locator('[data-power=on]')).not.toHaveCount(0);
  service.silent = true;
  await expect(page.getByText(/Dane nieaktualne od \d\d:\d\d:\d\d/)).toBeVisible();
  await expect(page.locator('[data-power=unknown]')).toHaveCount(service.tiles.size);
  service.silent = false;
  await expect(page.getByText('Dane aktualne')).toBeVisible();
  await expect(page.locator('[data-power=on]')).not.toHaveCount(0);
});

test('a change that was missed is noticed by its number, and a snapshot is asked for', async ({ page, service }) => {
  const snapshots = (): number => service.calls.filter((call) => call === 'GET /api/v1/live/snapshot').length;
  await logIn(page, service);
  const press = page.locator('article', { hasText: 'Prasa do nadruków' });
  await expect(press).toContainText('Wolna');
  service.change('prasa', { state: 'offline', power: 'unknown' });
  await expect(press).toContainText('Bramka nie odpowiada');
  expect(snapshots()).toBe(0);
  service.change('prasa', { state: 'free', power: 'off' }, 1);
  await expect(press).toContainText('Wolna');
  await expect.poll(snapshots).toBe(1);
  await expect(page.getByText('Dane aktualne')).toBeVisible();
});

test('two tabs share one connection, and the second takes it over when the first is closed', async ({
  page,
  context,
  service,
}) => {
  await logIn(page, service);
  await expect.poll(() => service.openStreams).toBe(1);
  const second = await context.newPage();
  await second.goto(service.url);
  const press = second.locator('article', { hasText: 'Prasa do nadruków' });
  await expect(press).toContainText('Wolna');
  service.change('prasa', { state: 'offline', power: 'unknown' });
  await expect(press).toContainText('Bramka nie odpowiada');
  expect(service.openStreams).toBe(1);
  await page.close();
  await expect.poll(() => service.openStreams).toBe(1);
  service.change('prasa', { state: 'free', power: 'off' });
  await expect(press).toContainText('Wolna');
});

test.describe('in a browser in Tokyo', () => {
  test.use({ timezoneId: 'Asia/Tokyo' });
  test('times are those of the workshop, and the page says so', async ({ page, service }) => {
    service.change('tokarka', { outOfOrder: { since: '2026-01-05T13:05:00Z', reason: 'Pęknięty pasek' } });
    await logIn(page, service);
    await expect(page.locator('article', { hasText: 'Tokarka' })).toContainText(
      /Nieczynna od 5.stycznia, 14:05: Pęknięty pasek/,
    );
    await expect(page.getByRole('contentinfo')).toContainText('strefie czasowej pracowni (Europe/Warsaw)');
  });
});
