import { test, logIn, violations } from './support/fixtures.js';
const out = '/tmp/shots/';
for (const [w, scheme, lang] of [
  [360, 'light', 'pl'],
  [360, 'dark', 'en'],
  [1280, 'light', 'pl'],
  [1280, 'dark', 'en'],
  [320, 'light', 'en'],
] as const) {
  test(`shots ${w} ${scheme} ${lang}`, async ({ page, service }) => {
    const n = (s: string) => `${out}${s}-${w}-${scheme}-${lang}.png`;
    await page.setViewportSize({ width: w, height: w > 1000 ? 900 : 740 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(service.url);
    await page.locator(`button[lang=${lang}]`).click();
    await page.locator('button[type=submit]').click();
    await page.screenshot({ path: n('login-empty') });
    await page.locator('input[name=email]').fill('anna@brama.example');
    await page.locator('input[name=password]').fill('x');
    await page.locator('button[type=submit]').click();
    await page.locator('[role=alert]').waitFor();
    await page.screenshot({ path: n('login-wrong'), fullPage: true });
    await logIn(page, service, 'staff');
    await page.locator(`button[lang=${lang}]`).click();
    await page.locator('article').first().waitFor();
    await page.screenshot({ path: n('live'), fullPage: true });
    console.log(
      w,
      scheme,
      lang,
      await page.evaluate(() => document.documentElement.scrollWidth),
      await violations(page),
    );
    await page.locator('header button[popovertarget]').first().click();
    await page.screenshot({ path: n('colours') });
    await page.keyboard.press('Escape');
    await page.locator('header button[popovertarget]').last().click();
    await page.screenshot({ path: n('account') });
    await page.keyboard.press('Escape');
    const laser = page.locator('article', { hasText: /Laser|CNC laser/ });
    await laser.getByRole('button').first().click();
    await page.getByRole('dialog').locator('li, p').first().waitFor();
    await page.waitForTimeout(400);
    await page.screenshot({ path: n('access') });
    console.log(await violations(page));
    await page.keyboard.press('Escape');
    await page.waitForTimeout(400);
    await laser.getByRole('button').nth(1).click();
    await page.getByRole('dialog').locator('input[value=piotr]').check({ force: true });
    await page.getByRole('dialog').locator('button:not([class*=Close])').first().click();
    await page.waitForTimeout(500);
    await page.screenshot({ path: n('tap') });
    console.log(await violations(page));
    await page.keyboard.press('Escape');
    await page.waitForTimeout(400);
    const printer = page.locator('article', { hasText: /Prusa/ });
    await printer.getByRole('button').last().click();
    await page.waitForTimeout(400);
    await page.screenshot({ path: n('staff') });
    await page.getByRole('dialog').getByRole('button').nth(2).click();
    await page.getByRole('dialog').locator('button[type=submit]').click();
    await page.waitForTimeout(300);
    await page.screenshot({ path: n('lock') });
    console.log(await violations(page));
    await page.keyboard.press('Escape');
    await page.goto(service.url + '/demo');
    await page.locator('details').first().waitFor();
    await page.locator('details summary').first().click();
    await page.locator('label').nth(1).click();
    await page.locator('li > div > button').nth(1).click();
    await page.waitForTimeout(300);
    await page.screenshot({ path: n('demo'), fullPage: w > 1000 });
    console.log(await violations(page));
    await page.goto(service.url + '/help');
    await page.locator('ol').waitFor();
    await page.screenshot({ path: n('help'), fullPage: true });
    console.log(await violations(page));
    await page.goto(service.url + '/');
    await page.locator('article').first().waitFor();
    service.silent = true;
    await page.locator('article[data-stale=true]').first().waitFor();
    await page.screenshot({ path: n('stale') });
    console.log(await violations(page));
    await page.goto(service.url + '/nowhere');
    await page.waitForTimeout(300);
    await page.screenshot({ path: n('nowhere') });
    service.silent = false;
  });
}
