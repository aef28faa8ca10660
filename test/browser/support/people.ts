import { type Browser, expect, type Page } from '@playwright/test';
import { Brama } from './brama.js';

/** Somebody of the demo workshop, logged in at a browser of their own. */
export async function loggedIn(
  browser: Browser,
  brama: Brama,
  who: string,
  path = '/',
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(brama.url + path);
  await page.getByLabel('E-mail').fill(`${who}@brama.example`);
  await page.getByLabel('Hasło', { exact: true }).fill(Brama.password);
  await page.getByRole('button', { name: 'Zaloguj się' }).click();
  await expect(page.getByRole('button', { name: /^Konto:/ })).toBeVisible();
  return page;
}

/** One call of the API as whoever is logged in there; fails the test when it is refused. */
export async function ask<Answer>(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  const said = await page.evaluate(
    async ([how, where, what]) => {
      const response = await fetch(`/api/v1${where}`, {
        method: how ?? 'GET',
        headers: what === undefined ? {} : { 'content-type': 'application/json' },
        ...(what === undefined ? {} : { body: what }),
      });
      return { status: response.status, text: await response.text() };
    },
    [method, path, body === undefined ? undefined : JSON.stringify(body)] as const,
  );
  expect(said.status, `${method} ${path}: ${said.text}`).toBeLessThan(300);
  return (said.text === '' ? undefined : JSON.parse(said.text)) as Answer;
}

export interface Listed<Item> {
  readonly items: readonly Item[];
}

export async function machineIdOf(page: Page, slug: string): Promise<string> {
  const { items } = await ask<Listed<{ id: string; slug: string }>>(page, 'GET', '/machines?limit=500');
  const found = items.find((machine) => machine.slug === slug);
  if (found === undefined) throw new Error(`no machine ${slug}`);
  return found.id;
}

/** A whole hour, so many days from now; far from what the demo workshop has booked. */
export function hourIn(days: number, hour: number): Date {
  const at = new Date(Date.now() + days * 24 * 3_600_000);
  at.setUTCHours(hour, 0, 0, 0);
  return at;
}
