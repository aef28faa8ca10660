// `npm run bench -- --only P1 --json FILE`. Built-ins only.
import { prepare } from './prepare.mjs';
import { root, run } from './run.mjs';

await prepare({ web: false });
const { code } = await run(process.execPath, [
  '--enable-source-maps',
  `${root}dist/test/bench/main.js`,
  ...process.argv.slice(2),
]);
process.exitCode = code;
