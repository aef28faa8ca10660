import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SystemClock } from '../src/platform/clock/clock.js';
import { makeLog } from '../src/platform/log/log.js';
import { startBridge } from './bridge.js';
import { readBridgeConfig } from './config.js';
import { watchForStalls } from './stall-watch.js';

const usage = 'usage: node dist/firmware-bridge/main.js --config <file.json>';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  if (values.config === undefined) throw new Error(usage);
  const config = readBridgeConfig(readFileSync(values.config, 'utf8'));
  const log = makeLog('firmware-bridge');
  watchForStalls();
  const bridge = await startBridge(config, new SystemClock(), log);
  let stopping = false;
  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, 'bridge stopping: relays off');
    bridge.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ reason: (error as Error).message }, 'bridge stopped badly');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
  if (process.send !== undefined) process.on('disconnect', () => stop('parent gone'));
  log.info({ gates: bridge.gates.length, socket: config.socket }, 'bridge ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
