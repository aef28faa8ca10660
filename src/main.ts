import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { appModule, entities, type Parts } from './app.module.js';
import { errorCodes, problem } from './contracts/http/index.js';
import { errorText } from './core/words/errors.js';
import { fieldText } from './core/words/fields.js';
import { FirstAdminService } from './modules/members/index.js';
import { signInCookie } from './modules/auth/index.js';
import { SystemClock } from './platform/clock/clock.js';
import { isLoopback } from './platform/config/loopback.js';
import { Database } from './platform/database/database.js';
import { createHttpApp } from './platform/http/http-app.js';
import { type Log, makeLog } from './platform/log/log.js';
import { MqttLink } from './platform/mqtt/mqtt-link.js';
import { readServiceConfig, type ServiceConfig } from './service-config.js';
import { readServiceSecrets } from './service-secrets.js';

/** A shutdown that takes longer is cut: leases lapse by themselves. */
const shutdownMs = 8_000;

async function start(config: ServiceConfig, log: Log): Promise<() => Promise<void>> {
  refuseUnsafe(config);
  const db = await Database.connect({
    url: config.database.url,
    poolSize: config.database.poolSize,
    entities,
    applicationName: 'brama',
  });
  const parts: Parts = { clock: new SystemClock(), db, config, log, secrets: readServiceSecrets(config) };
  const app = await createHttpApp(appModule(parts), {
    publicUrl: config.http.publicUrl,
    trustedProxy: config.http.trustedProxy,
    webDir: fileURLToPath(new URL('../web', import.meta.url)),
    problems: { statusOf: (code) => (errorCodes as Record<string, number>)[code], textOf: errorText },
    problem,
    fieldText: (issue) => ({ ...fieldText(issue) }),
    log,
    title: 'Brama',
    cookie: signInCookie,
  });
  await app.init();
  // Everything has subscribed by now.
  app.get(MqttLink).start();
  await app.listen(config.http.port, config.http.host);
  if (!config.demo) await tellFirstAdmin(app.get(FirstAdminService));
  log.info({ url: config.http.publicUrl }, 'service ready');
  return async () => {
    await app.close();
    await db.close();
  };
}

/** Cookies and passkeys need https; a workshop on the network without it would send passwords in the clear. */
function refuseUnsafe({ http }: ServiceConfig): void {
  if (http.publicUrl.startsWith('https:')) return;
  const open = [http.host, new URL(http.publicUrl).hostname].find((host) => !isLoopback(host));
  if (open === undefined) return;
  throw new Error(
    `BRAMA_PUBLIC_URL is ${http.publicUrl} and the service listens on ${http.host}: beyond this computer sign-in needs https. Put a TLS proxy in front and set BRAMA_PUBLIC_URL to its https address.`,
  );
}

async function tellFirstAdmin(firstAdmin: FirstAdminService): Promise<void> {
  const link = await firstAdmin.link();
  if (link === undefined) return;
  process.stdout.write(`\nPierwszy administrator / First admin (24 h, once):\n  ${link}\n\n`);
}

/** From the first moment on: whoever is told to stop while it starts stops as soon as it has. */
function stopOnSignals(log: Log, started: Promise<() => Promise<void>>): void {
  let stopping = false;
  const end = (why: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'service stops');
    setTimeout(() => process.exit(1), shutdownMs).unref();
    started
      .then(async (stop) => await stop())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ reason: (error as Error).message }, 'the shutdown failed');
          process.exit(1);
        },
      );
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  // Started by the launcher: without it there is nobody to stop us.
  if (process.send === undefined) return;
  process.on('disconnect', () => end('the launcher is gone'));
  if (!process.connected) end('the launcher is gone');
}

try {
  const config = readServiceConfig(process.env);
  const log = makeLog('brama', config.logLevel);
  process.on('unhandledRejection', (reason) => log.error({ reason: String(reason) }, 'a promise was left alone'));
  const started = start(config, log);
  stopOnSignals(log, started);
  await started;
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
