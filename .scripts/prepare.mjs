// Makes a clone ready to run: installs what the lock file names, and builds what is stale. Built-ins only.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, runPackage, root, seconds } from './run.mjs';

const at = (path) => join(root, path);

/** `web: false` leaves the browser app as it is. */
export async function prepare({ web = true } = {}) {
  requireNode();
  await alone(async () => {
    if (!installed()) await step('Installing packages', install);
    for (const part of web ? [service, browserApp] : [service]) {
      const state = fingerprint(part.sources);
      if (built(part, state)) continue;
      await step(`Building ${part.name}`, part.build);
      writeFileSync(at(part.stamp), state);
    }
  });
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Brama needs Node 20.19 or newer, and this is ${process.versions.node}: https://nodejs.org/en/download`);
}

async function step(title, work) {
  const start = performance.now();
  console.log(`${title} …`);
  await work();
  console.log(`${title}: done in ${seconds(start)}`);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** npm notes what it installed as its last act: nothing is there until everything is. */
function installed() {
  const noted = at('node_modules/.package-lock.json');
  if (!existsSync(noted)) return false;
  const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
  const found = JSON.parse(readFileSync(noted, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    // Optional ones are for other computers, too.
    return found[path] === undefined ? optional === true : found[path].version === version;
  });
}

async function install() {
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code } = await run('npm', args).catch((error) => fail(`npm cannot be called: ${error.message}`));
  if (code !== 0) fail('"npm ci" failed: see its message above, then try again.');
}

const service = {
  name: 'the service and the bridge',
  sources: ['src', 'firmware-bridge', 'migrations', 'test/bench', 'tsconfig.json', '.scripts/tsconfig.build.json'],
  stamp: 'dist/.service-built',
  result: 'dist/src/main.js',
  build: async () => {
    // What TypeScript believes to have written before may be gone.
    if (!existsSync(at('dist/src/main.js'))) rmSync(at('dist/.tsbuildinfo'), { force: true });
    await quietly('typescript/bin/tsc', ['-p', '.scripts/tsconfig.build.json']);
  },
};

const browserApp = {
  name: 'the web app',
  sources: ['src/web', 'src/contracts', 'src/core', 'package-lock.json'],
  stamp: 'dist/.web-built',
  result: 'dist/web/index.html',
  build: async () =>
    await quietly('vite/bin/vite.js', ['build', '--config', 'src/web/vite.config.ts', '--logLevel', 'warn']),
};

async function quietly(path, args) {
  const { code, said } = await runPackage(path, args, { quiet: true });
  if (code !== 0) fail(`${said}\nThe build failed.`);
}

function built({ stamp, result }, state) {
  return existsSync(at(result)) && existsSync(at(stamp)) && readFileSync(at(stamp), 'utf8') === state;
}

/** Of names, sizes and times of change: reading every byte would take longer than most starts. */
function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = at(source);
    if (!existsSync(path)) continue;
    const files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
          .toSorted()
      : [path];
    for (const file of files) {
      const { size, mtimeMs } = statSync(file);
      hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

/** Two at once would tear each other's files: the second waits. The lock of a process that is gone is taken over. */
async function alone(work) {
  mkdirSync(at('dist'), { recursive: true });
  const lock = at('dist/.preparing');
  const start = performance.now();
  let told = false;
  while (!taken(lock)) {
    const owner = ownerOf(lock);
    if (owner !== undefined && !alive(owner)) remove(lock, owner);
    if (!told && performance.now() - start > 2_000) {
      told = true;
      console.log(`Waiting for another preparation (process ${owner ?? 'unknown'}) …`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  const release = () => rmSync(lock, { force: true });
  process.on('exit', release);
  try {
    await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function taken(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function ownerOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Renamed first, so that of two that find it dead only one removes it, and neither a new one. */
function remove(lock, owner) {
  const mine = `${lock}.${process.pid}`;
  try {
    renameSync(lock, mine);
  } catch {
    return;
  }
  if (ownerOf(mine) === owner) rmSync(mine);
  else renameSync(mine, lock);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await prepare();
