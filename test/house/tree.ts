import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const written = readFileSync(join(root, '.gitignore'), 'utf8').split('\n');
const ignoredFolders = new Set([
  '.git',
  ...written.filter((line) => line.endsWith('/')).map((line) => line.slice(0, -1)),
]);
const ignoredNames = written.filter((line) => line !== '' && !line.endsWith('/'));
const isIgnored = (name: string): boolean =>
  ignoredNames.some((pattern) => (pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern));

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!ignoredFolders.has(entry.name)) yield* filesBelow(path);
    } else if (!isIgnored(entry.name)) yield path;
  }
}

/** Every file of the repository, from its root, with `/`. What git ignores is none. */
export const files: readonly string[] = [...filesBelow(root)].map((path) => relative(root, path).split(sep).join('/'));

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

export const isTypeScript = (file: string): boolean => /\.tsx?$/.test(file);
export const isTest = (file: string): boolean => /\.(test|spec)\.tsx?$/.test(file);

/** What of `folder` is written in TypeScript; `folder` ends in `/`. */
export const sourcesIn = (folder: string): string[] =>
  files.filter((file) => file.startsWith(folder) && isTypeScript(file));

/** The file that a relative import names, from the root: `../refusal.js` in `src/core/access/rule.ts` → `src/core/refusal`. */
export const resolved = (from: string, specifier: string): string =>
  join(dirname(from), specifier)
    .split(sep)
    .join('/')
    .replace(/\.(js|jsx|ts|tsx)$/, '');
