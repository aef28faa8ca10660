import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import { Brama } from './support/brama.js';

/** The real system, as `npm start` brings it up: what a tap in one browser does, seen on the boards of others. */
test.describe.configure({ mode: 'serial' });

let brama: Brama;
let anna: Page;
let staff: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000);
  brama = await Brama.start();
  anna = await loggedIn(browser, 'anna');
  staff = await loggedIn(browser, 'staff');
});
test.afterAll(async () => {
  test.setTimeout(60_000);
  await anna?.context().close();
  await staff?.context().close();
  await brama?.stop();
});

async function loggedIn(browser: Browser, who: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(brama.url);
  await page.getByLabel('E-mail').fill(`${who}@brama.example`);
  await page.getByLabel('Hasło', { exact: true }).fill(Brama.password);
  await page.getByRole('button', { name: 'Zaloguj się' }).click();
  await expect(page.getByText('Dane aktualne')).toBeVisible();
  return page;
}

const laser = (page: Page): Locator => page.locator('article', { hasText: 'Laser CNC' });
const power = (page: Page, state: 'on' | 'off' | 'unknown'): Locator => laser(page).locator(`[data-power=${state}]`);
/** The laser's virtual reader on the demo screen. */
const reader = (page: Page): Locator =>
  page.locator('li', { has: page.getByRole('heading', { name: /Laser/i, level: 3 }) });

/** Taps a card at the laser in Anna's browser; the dialog stays open. */
async function tap(card: string): Promise<Locator> {
  await laser(anna)
    .getByRole('button', { name: /^Przyłóż kartę:/ })
    .click();
  const dialog = anna.getByRole('dialog');
  await dialog.locator(`input[value=${card}]`).check();
  await dialog.getByRole('button', { name: /^Przyłóż kartę \(/ }).click();
  return dialog;
}

/** How long until the laser's tile says so, from the tap on, by the page's own clock. */
function timedFromTap(page: Page, state: 'on' | 'off'): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        let tapped = Infinity;
        document.addEventListener('click', ({ timeStamp }) => (tapped = timeStamp), { capture: true });
        const look = (): void => {
          const tile = [...document.querySelectorAll('article')].find((one) => one.textContent.includes('Laser'));
          if (tile?.querySelector(`[data-power=${wanted}]`) == null) return;
          seen.disconnect();
          resolve(performance.now() - tapped);
        };
        const seen = new MutationObserver(look);
        seen.observe(document.body, { subtree: true, childList: true, attributes: true });
      }),
    state,
  );
}

test('Anna taps at the laser that she has booked, and every board shows power within a second', async () => {
  await expect(power(anna, 'off')).toBeVisible();
  await expect(power(staff, 'off')).toBeVisible();
  const timed = timedFromTap(anna, 'on');
  const dialog = await tap('anna');
  await expect(dialog.getByText('Zgoda.')).toBeVisible();
  expect(await timed).toBeLessThan(1000);
  await expect(power(staff, 'on')).toBeVisible();
  await expect(laser(staff)).toContainText('Używa: Anna Kowalska');
  await anna.keyboard.press('Escape');
});

test('Piotr’s card is refused with every reason, in Polish and in English, and disturbs nobody', async () => {
  await anna.getByRole('link', { name: 'Pokaz' }).click();
  await anna.locator('input[value=piotr]').check();
  await reader(anna)
    .getByRole('button', { name: /^Przyłóż kartę/ })
    .click();
  await expect(reader(anna).getByText('Odmowa.')).toBeVisible();
  const reasons = reader(anna).getByRole('status').getByRole('listitem');
  await expect(reasons.filter({ hasText: 'Najpierw szkolenie: Laser CNC' })).toHaveCount(1);
  const count = await reasons.count();
  expect(count).toBeGreaterThan(1);
  await expect(reasons.filter({ hasText: 'Co dalej:' })).toHaveCount(count);

  await anna.getByRole('button', { name: 'EN', exact: true }).click();
  await expect(reader(anna).getByText('Refused.')).toBeVisible();
  await expect(reasons.filter({ hasText: 'Training needed first: CNC laser' })).toHaveCount(1);
  await expect(reasons.filter({ hasText: 'Next step:' })).toHaveCount(count);
  await anna.getByRole('button', { name: 'PL', exact: true }).click();
  await anna.getByRole('link', { name: 'Na żywo' }).click();
  await expect(power(staff, 'on')).toBeVisible();
});

async function staffDoes(action: string, reason?: string): Promise<void> {
  await laser(staff)
    .getByRole('button', { name: /^Czynności obsługi/ })
    .click();
  const dialog = staff.getByRole('dialog');
  await dialog.getByRole('button', { name: action }).click();
  if (reason !== undefined) await dialog.getByLabel('Powód').fill(reason);
  await dialog.getByRole('button', { name: action }).click();
  await expect(dialog.getByText('Potwierdzone.')).toBeVisible();
  await staff.keyboard.press('Escape');
}

test('staff stop the session, and the power goes off', async () => {
  await staffDoes('Zatrzymaj sesję', 'Próba zatrzymania');
  await expect(power(staff, 'off')).toBeVisible();
  await expect(power(anna, 'off')).toBeVisible();
});

test('staff lock the laser: Anna is refused until it is unlocked', async () => {
  await staffDoes('Wyłącz z użytku', 'Brudna soczewka');
  await expect(laser(anna)).toContainText('Nieczynna');
  await expect(laser(anna)).toContainText('Brudna soczewka');
  const dialog = await tap('anna');
  await expect(dialog.getByText('Odmowa.')).toBeVisible();
  await expect(power(anna, 'off')).toHaveCount(1);
  await anna.keyboard.press('Escape');

  await staffDoes('Przywróć do użytku');
  await expect(laser(anna)).not.toContainText('Nieczynna');
  await laser(anna)
    .getByRole('button', { name: /^Czy mogę ją włączyć/ })
    .click();
  await expect(anna.getByRole('dialog').getByText('Tak, możesz teraz włączyć')).toBeVisible();
  await anna.keyboard.press('Escape');
});

test('a cable that is pulled out makes the power unknown, and shows it again once it is back', async () => {
  // The same card within two seconds is one tap, so the first try may tell nothing new.
  await expect(async () => {
    const dialog = await tap('anna');
    await expect(dialog.getByText(/Zgoda|Informacja/)).toBeVisible();
    await anna.keyboard.press('Escape');
    await expect(power(staff, 'on')).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 15_000 });
  await anna.getByRole('link', { name: 'Pokaz' }).click();
  await reader(anna).getByText('Symuluj kłopoty').click();
  const cable = reader(anna).getByRole('switch', { name: /^Kabel sieciowy/ });
  await cable.click();
  await expect(cable).not.toBeChecked();
  await expect(power(staff, 'unknown')).toBeVisible({ timeout: 35_000 });
  await expect(laser(staff)).toContainText('Bramka nie odpowiada');
  await cable.click();
  await expect(cable).toBeChecked();
  await expect(power(staff, 'unknown')).toHaveCount(0);
});
