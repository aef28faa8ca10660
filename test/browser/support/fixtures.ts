import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test as base, expect, type Page } from '@playwright/test';
import { FakeService } from './fake-service.js';
import { password } from './fake-workshop.js';

interface Fixtures {
  /** A service of its own for each test. */
  readonly service: FakeService;
  /** Fails the test when the page logs an error or breaks the content security policy. */
  readonly quiet: string[];
}

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright asks for the pattern
  service: async ({}, provide) => {
    const service = await new FakeService().start();
    await provide(service);
    await service.stop();
  },
  quiet: [
    async ({ page }, provide) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => {
        // A refused call is part of some tests, and the browser itself logs each.
        if (message.type() === 'error' && !/Failed to load resource|net::ERR/.test(message.text()))
          errors.push(message.text());
      });
      await provide(errors);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});
export { expect } from '@playwright/test';

export async function logIn(page: Page, service: FakeService, who = 'anna', path = '/'): Promise<void> {
  await page.goto(service.url + path);
  await page.locator('input[name=email]').fill(`${who}@brama.example`);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await expect(page.locator('input[name=password]')).toHaveCount(0);
}

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds wrong with the page, by the rules of WCAG 2.2 AA and good practice. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    const source = await readFile(axePath, 'utf8');
    await page.evaluate(source);
  }
  // Colours are judged once nothing moves any more.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  );
  return await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const found = await axe.run();
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
}
