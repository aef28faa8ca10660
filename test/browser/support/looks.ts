import { expect, type Page } from '@playwright/test';
import { violations } from './fixtures.js';

const widths = [320, 360, 768, 1280];

/** What axe finds and what is too wide, in both languages and colour schemes, from a phone to a desk. */
export async function faultsOf(page: Page, paths: readonly string[], ready: (path: string) => Promise<void>) {
  const found: string[] = [];
  let looked = 0;
  for (const scheme of ['light', 'dark'] as const) {
    for (const language of ['pl', 'en'] as const) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.locator(`header button[lang=${language}]`).click();
      for (const path of paths) {
        await page.goto(new URL(path, page.url()).href);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await ready(path);
        for (const width of widths) {
          await page.setViewportSize({ width, height: 800 });
          const spare = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          if (spare > 0) found.push(`${path} in ${language} at ${width}: ${spare} px too wide`);
          looked += 1;
        }
        for (const violation of await violations(page)) found.push(`${path} in ${language}, ${scheme}: ${violation}`);
      }
    }
  }
  return { found, looked };
}
