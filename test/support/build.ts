import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The browser tests look at the app as it is shipped: built, and under the real content security policy. */
export default function build(): void {
  const prepare = fileURLToPath(new URL('../../../.scripts/prepare.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [prepare], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed: see above.');
}
