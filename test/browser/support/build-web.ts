import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The browser tests look at the app as it is shipped: built, and under the real content security policy. */
export default async function buildWeb(): Promise<void> {
  await build({
    configFile: fileURLToPath(new URL('../../../src/web/vite.config.ts', import.meta.url)),
    logLevel: 'warn',
  });
}
