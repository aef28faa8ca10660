import { expect, type Locator, type Page } from '@playwright/test';

export const hour = 3_600_000;
const zone = 'Europe/Warsaw';
/** A day on which nothing is booked yet: so many days from now, by the workshop's clock. */
export const dayIn = (days: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(Date.now() + days * 24 * hour);
export const at = (day: string, time: string): string => {
  const utc = Date.parse(`${day}T${time}Z`);
  const shown = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: zone }).format(
    utc,
  );
  return new Date(2 * utc - Date.parse(`${shown.replace(' ', 'T')}Z`)).toISOString();
};

export const grid = (page: Page): Locator => page.getByRole('grid');
export const piece = (page: Page, name: RegExp): Locator => grid(page).getByRole('button', { name });
export const dialog = (page: Page): Locator => page.getByRole('dialog');
export const said = (page: Page): Locator => page.getByRole('status', { name: /Co się stało|What was done/ });

/** Drags from one share of the way across an element's row to another. */
export async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}
export async function boxOf(one: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  await one.scrollIntoViewIfNeeded();
  const box = await one.boundingBox();
  if (box === null) throw new Error('not on the page');
  return box;
}

export async function openCalendar(page: Page, url: string, query: string): Promise<void> {
  await page.goto(`${url}/book?${query}`);
  await expect(grid(page)).toBeVisible();
}
