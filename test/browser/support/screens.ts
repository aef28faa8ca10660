import { expect, type Page } from '@playwright/test';
import { logIn } from './fixtures.js';
import type { FakeService } from './fake-service.js';
import { firstAdminToken } from './fake-workshop.js';

export type Language = 'pl' | 'en';
type Go = (page: Page, service: FakeService) => Promise<void>;

const tile = (page: Page, slug: string) =>
  page.locator('article', { hasText: { laser: /Laser CNC|CNC laser/, printer: /Prusa/ }[slug] ?? slug });
const onBoard = async (page: Page, service: FakeService): Promise<void> => {
  await page.goto(service.url);
  await expect(page.locator('article')).toHaveCount(service.tiles.size);
};
const staffMenu: Go = async (page, service) => {
  await onBoard(page, service);
  await tile(page, 'printer').getByRole('button').last().click();
  await expect(page.getByRole('dialog').getByRole('button')).toHaveCount(3);
};

/** By way of the login, so that the page is opened anew and not only its fragment. */
export const openFirstAdmin = async (page: Page, service: FakeService, token: string): Promise<void> => {
  await page.goto(service.url);
  await page.goto(`${service.url}/first-admin#${token}`);
  await expect(page.locator('input[name=name]')).toBeVisible();
};
export const fillFirstAdmin = async (page: Page, email = 'szefowa@brama.example'): Promise<void> => {
  await page.locator('input[name=name]').fill('Maria Nowacka');
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill('dwanaście znaków');
  await page.locator('button[type=submit]').click();
};

/** Before anybody has logged in. */
export const outerScreens: Readonly<Record<string, Go>> = {
  login: async (page, service) => {
    await page.goto(service.url);
    await expect(page.locator('input[name=password]')).toBeVisible();
  },
  'login, fields missing': async (page, service) => {
    await page.goto(service.url);
    await page.locator('button[type=submit]').click();
    await expect(page.getByRole('alert')).toHaveCount(2);
  },
  'login refused': async (page, service) => {
    await page.goto(service.url);
    await page.locator('input[name=email]').fill('anna@brama.example');
    await page.locator('input[name=password]').fill('wrong');
    await page.locator('button[type=submit]').click();
    await expect(page.getByRole('alert')).toBeVisible();
  },
  'first admin': (page, service) => openFirstAdmin(page, service, firstAdminToken),
  'first admin, fields at fault': async (page, service) => {
    await openFirstAdmin(page, service, firstAdminToken);
    await page.locator('button[type=submit]').click();
    await expect(page.getByRole('alert')).toHaveCount(3);
  },
  'first admin, link void': async (page, service) => {
    await openFirstAdmin(page, service, 'used');
    await fillFirstAdmin(page);
    await expect(page.getByRole('alert')).toBeVisible();
  },
  'first admin, link incomplete': async (page, service) => {
    await page.goto(`${service.url}/first-admin`);
    await expect(page.getByRole('alert')).toBeVisible();
  },
};

/** For staff, who see most. */
export const innerScreens: Readonly<Record<string, Go>> = {
  board: onBoard,
  'board, nothing fits': async (page, service) => {
    await onBoard(page, service);
    await page.getByRole('searchbox').fill('xyz');
    await expect(page.locator('article')).toHaveCount(0);
  },
  'why not': async (page, service) => {
    await onBoard(page, service);
    await tile(page, 'laser').getByRole('button').first().click();
    await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
  },
  'virtual reader': async (page, service) => {
    await onBoard(page, service);
    await tile(page, 'laser').getByRole('button').nth(1).click();
    await page.getByRole('dialog').locator('input[value=piotr]').check();
    await page.getByRole('dialog').getByRole('button').nth(1).click();
    await expect(page.getByRole('dialog').getByRole('status').getByRole('listitem')).toHaveCount(2);
  },
  'staff menu': staffMenu,
  'staff lock': async (page, service) => {
    await staffMenu(page, service);
    await page.getByRole('dialog').getByRole('button').last().click();
    await page.locator('dialog button[type=submit]').click();
    await expect(page.getByRole('alert')).toBeVisible();
  },
  colours: async (page, service) => {
    await onBoard(page, service);
    await page.locator('header button[popovertarget]').first().click();
    await expect(page.locator('[popover]').first()).toBeVisible();
  },
  account: async (page, service) => {
    await onBoard(page, service);
    await page.locator('header button[popovertarget]').last().click();
    await expect(page.locator('[popover]').last()).toBeVisible();
  },
  demo: async (page, service) => {
    await page.goto(`${service.url}/demo`);
    await page.locator('details summary').first().click();
    await page.locator('input[value=piotr]').check();
    await page.locator('main li').getByRole('button').nth(1).click();
    await expect(page.getByRole('status').getByRole('listitem')).toHaveCount(2);
  },
  help: async (page, service) => {
    await page.goto(`${service.url}/help`);
    await expect(page.locator('main ol')).toBeVisible();
  },
  'no such page': async (page, service) => {
    await page.goto(`${service.url}/nowhere`);
    await expect(page.locator('main h1')).toBeVisible();
  },
};

export const speak = (page: Page, language: Language): Promise<void> =>
  page.locator(`header button[lang=${language}]`).click();

/** Visits every screen there is, in one language and scheme; gives how many. */
export async function tour(
  page: Page,
  service: FakeService,
  { language, scheme }: { readonly language: Language; readonly scheme: 'light' | 'dark' },
  look: (screen: string) => Promise<void>,
): Promise<number> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  await page.goto(service.url);
  await speak(page, language);
  for (const [name, go] of Object.entries(outerScreens)) {
    await go(page, service);
    await look(name);
  }
  await logIn(page, service, 'staff');
  await speak(page, language);
  for (const [name, go] of Object.entries(innerScreens)) {
    await go(page, service);
    await look(name);
  }
  return Object.keys(outerScreens).length + Object.keys(innerScreens).length;
}
