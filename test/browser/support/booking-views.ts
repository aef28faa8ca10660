import { expect, type Page } from '@playwright/test';
import { dayIn, dialog, openCalendar } from './booking-page.js';

type Views = Readonly<Record<string, (page: Page) => Promise<void>>>;

/** What there is to see of booking, for staff, who see most. */
export function bookingViews(url: string, machineId: string): Views {
  const views: Views = {
    week: async (page) => {
      await page.goto(`${url}/book`);
      await expect(page.locator('[data-stop], section').first()).toBeVisible();
    },
    day: async (page) => {
      await page.goto(`${url}/book?view=day&day=${dayIn(10)}`);
      await expect(page.locator('[data-stop], section button').first()).toBeVisible();
    },
    'a yes': async (page) => {
      await page.goto(`${url}/book?machine=${machineId}`);
      await expect(dialog(page).locator('[data-tone=good]')).toBeVisible();
      await dialog(page).locator('summary').last().click();
      await expect(dialog(page).getByRole('listitem').first()).toBeVisible();
    },
    'a no': async (page) => {
      await views['a yes']?.(page);
      await dialog(page).locator('input[type=date]').fill('2031-05-05');
      await expect(dialog(page).locator('[data-tone=wait]')).toBeVisible();
      await dialog(page).locator('summary').first().click();
    },
    'a booking': async (page) => {
      const size = page.viewportSize();
      await page.setViewportSize({ width: 1280, height: 740 });
      await openCalendar(page, url, `view=day&day=${dayIn(10)}`);
      await page.locator('[data-entry]').first().click();
      await expect(dialog(page).locator('dl')).toBeVisible();
      if (size !== null) await page.setViewportSize(size);
    },
    'a weekly pattern': async (page) => {
      await views['a yes']?.(page);
      await dialog(page).locator('input[type=checkbox]').check();
      await expect(dialog(page).locator('[data-outcome]').first()).toBeVisible();
    },
  };
  return views;
}
