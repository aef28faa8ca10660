import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const executablePath = process.env.BRAMA_CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(executablePath))
  throw new Error(
    `No Chromium at ${executablePath}: install it (apt-get install chromium) or name one in BRAMA_CHROMIUM.`,
  );

const output = (path: string): string => fileURLToPath(new URL(`../../test-results/browser/${path}`, import.meta.url));

export default defineConfig({
  testDir: '.',
  globalSetup: fileURLToPath(new URL('../support/build.ts', import.meta.url)),
  outputDir: output('files'),
  reporter: [['list'], ['json', { outputFile: output('results.json') }]],
  // Each file brings up a workshop of its own.
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  use: {
    headless: true,
    actionTimeout: 10_000,
    locale: 'pl-PL',
    timezoneId: 'Europe/Warsaw',
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
