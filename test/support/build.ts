import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Tests of whole programs, and of the web app under its real content security policy, run what is built of these sources. */
export default function build(): void {
  const prepare = fileURLToPath(new URL('../../.scripts/prepare.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [prepare], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed: see above.');
}
