// `npm test`: everything that can be checked, in order, and one line with the sum. Built-ins only.
//   npm test -- --only unit,house        some tiers
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare } from './prepare.mjs';
import { root, runPackage, seconds } from './run.mjs';
import { requireTools } from './tools.mjs';

const results = join(root, 'test-results');
const broker = ['mosquitto', 'mosquitto-clients'];

const check = (path, args) => async () => {
  const { code } = await runPackage(path, args);
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
};
const types = (project) => check('typescript/bin/tsc', ['--noEmit', '-p', project]);

/** In order: what is quick and tells most comes first. */
const tiers = [
  { name: 'types', run: types('tsconfig.json') },
  { name: 'types-web', run: types('src/web/tsconfig.json') },
  { name: 'types-browser', run: types('test/browser/tsconfig.json') },
  { name: 'lint', run: check('oxlint/bin/oxlint', ['-c', '.oxlintrc.json']) },
  { name: 'format', run: check('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']) },
  { name: 'unit', run: () => vitest('unit') },
  { name: 'web', run: () => vitest('web') },
  { name: 'house', run: () => vitest('house') },
  { name: 'contract', run: () => vitest('contract'), tools: broker },
  { name: 'integration', run: () => vitest('integration'), tools: broker },
  { name: 'bridge', run: () => vitest('bridge'), tools: [...broker, 'socat'] },
  { name: 'system', run: () => vitest('system'), tools: broker },
  { name: 'browser', run: playwright, tools: ['chromium'] },
];

/** A tier ends before a person would give up on it. */
const tierTimeoutMs = 12 * 60_000;

async function vitest(project) {
  const file = join(results, `${project}.json`);
  rmSync(file, { force: true });
  const { code } = await runPackage(
    'vitest/vitest.mjs',
    // prettier-ignore
    ['run', '--config', 'test/vitest.config.ts', '--project', project,
     '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    { timeoutMs: tierTimeoutMs },
  );
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // A file that cannot even be loaded has no tests to fail.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  );
  const count = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return honest(count, code);
}

async function playwright() {
  const file = join(results, 'browser', 'results.json');
  rmSync(file, { force: true });
  const { code } = await runPackage('@playwright/test/cli.js', ['test', '-c', 'test/browser/playwright.config.ts'], {
    timeoutMs: tierTimeoutMs,
  });
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = JSON.parse(readFileSync(file, 'utf8'));
  return honest({ passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }, code);
}

/** A runner that is not content has found something, even where no single test failed; a tier without tests has failed. */
function honest(count, code) {
  const fine = count.failed > 0 || (code === 0 && count.passed > 0);
  return fine ? count : { ...count, failed: 1 };
}

function chosen() {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  if (values.only === undefined) return tiers;
  const names = values.only.split(',');
  const unknown = names.filter((name) => !tiers.some((tier) => tier.name === name));
  if (unknown.length > 0) {
    console.error(`There is no tier ${unknown.join(', ')}; there are ${tiers.map(({ name }) => name).join(', ')}.`);
    process.exit(2);
  }
  return tiers.filter(({ name }) => names.includes(name));
}

function sum(counts) {
  const total = (of) => counts.reduce((so, count) => so + count[of], 0);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

const some = chosen();
await prepare({ web: true });
mkdirSync(results, { recursive: true });
if (!(await requireTools([...new Set(some.flatMap(({ tools }) => tools ?? []))]))) process.exit(1);

const counts = [];
const table = [];
for (const { name, run } of some) {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(2, 60 - name.length))}`);
  const start = performance.now();
  const count = await run();
  counts.push(count);
  table.push(`${name.padEnd(14)} ${seconds(start).padStart(8)}   ${line(count)}`);
}
const all = sum(counts);
console.log(`\n${table.join('\n')}\n\n${line(all)}`);
process.exitCode = all.failed > 0 || all.passed === 0 ? 1 : 0;
