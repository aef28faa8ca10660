import { expect, it } from 'vitest';
import { files, isTypeScript, textOf } from './tree.js';

it('the top of the repository holds what DESIGN §3 names, and nothing else', () => {
  const top = new Set(files.map((file) => file.split('/')[0]));
  const folders = ['.ci', '.scripts', 'docs', 'firmware-bridge', 'migrations', 'src', 'test'];
  const single = ['docker-compose.yml', 'package-lock.json', 'package.json', 'tsconfig.json'];
  const dotted = ['.gitignore', '.npmrc', '.oxlintrc.json', '.prettierignore'];
  const wanted = [...folders, ...single, ...dotted, 'README.md'];
  const allowed = [...wanted, 'LICENSE', '.dockerignore'];
  expect([...top].filter((name) => !allowed.includes(name ?? ''))).toEqual([]);
  expect(wanted.filter((name) => !top.has(name))).toEqual([]);
});

/** Longer, and why. */
const mayBeLong: Readonly<Record<string, string>> = {
  'src/modules/access/access.repository.ts': 'the wide row of facts and its mapping, which is read side by side',
  'test/contract/hostile-client.test.ts': 'one list of attacks, run against both brokers',
};

it('no source is longer than 400 lines, but for a reason', () => {
  const source = files.filter(isTypeScript);
  const long = source.filter((file) => textOf(file).split('\n').length > 401);
  expect(long.filter((file) => mayBeLong[file] === undefined)).toEqual([]);
  expect(source.length).toBeGreaterThanOrEqual(300);
});

it('every tier of tests has tests', () => {
  const tests = files.filter((file) => /\.(test|spec)\.tsx?$/.test(file));
  const tiers = ['house', 'contract', 'integration', 'bridge', 'browser', 'system'];
  const empty = tiers.filter((tier) => !tests.some((file) => file.startsWith(`test/${tier}/`)));
  expect(empty).toEqual([]);
});
