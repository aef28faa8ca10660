// Owns a data directory and its PostgreSQL as the launcher does, until SIGTERM: `node postgres-owner.mjs <data dir>`.
import { join } from 'node:path';
import { SystemClock } from '../../dist/src/platform/clock/clock.js';
import { takeDataDir } from '../../dist/src/platform/embedded/owner-lock.js';
import { EmbeddedPostgres } from '../../dist/src/platform/embedded/postgres.js';

const [dataDir] = process.argv.slice(2);
const taken = takeDataDir(dataDir);
console.log('taken');
const clock = new SystemClock();
const server = await EmbeddedPostgres.start({ dataDir, secretsDir: join(dataDir, 'secrets'), clock });
process.on('SIGTERM', () => {
  void server.stop().then(() => {
    taken.giveBack();
    process.exit(0);
  });
});
console.log(server.appUrl);
