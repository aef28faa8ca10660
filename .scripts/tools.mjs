// The programs that tests need next to Node: found, or installed where that is allowed. Built-ins only.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
const program = (name) => folders.some((folder) => existsSync(join(folder, name)));
const library = (name) =>
  ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib/arm-linux-gnueabihf', '/usr/lib'].some(
    (folder) => existsSync(join(folder, name)),
  );

/** By Debian's name of the package. */
const packages = {
  mosquitto: () => program('mosquitto') && program('mosquitto_ctrl') && library('mosquitto_dynamic_security.so'),
  'mosquitto-clients': () => program('mosquitto_pub') && program('mosquitto_sub'),
  socat: () => program('socat'),
  chromium: () => existsSync(process.env.BRAMA_CHROMIUM ?? '/usr/bin/chromium'),
};

/** Answers whether all of these are there now; says what is not, and how to get it. */
export async function requireTools(names) {
  const missing = () => names.filter((name) => !packages[name]());
  if (missing().length === 0) return true;
  if (process.getuid?.() === 0 && program('apt-get')) await install(missing());
  if (missing().length === 0) return true;
  console.error(`The tests need ${missing().join(', ')}: apt-get install ${missing().join(' ')}`);
  return false;
}

async function install(names) {
  console.log(`Installing ${names.join(', ')} …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const start = keepServicesDown();
  try {
    for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...names]]) {
      const { code, said } = await run('apt-get', ['--quiet', ...args], { quiet: true, env, timeoutMs: 10 * 60_000 });
      if (code !== 0) console.error(`${said}\n"apt-get ${args[0]}" failed.`);
    }
  } finally {
    start();
  }
}

/** Debian starts a broker when it installs one; it would hold the port that `npm start` wants. */
function keepServicesDown() {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return () => undefined;
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const remove = () => rmSync(policy, { force: true });
  process.on('exit', remove);
  return () => {
    process.off('exit', remove);
    remove();
  };
}
