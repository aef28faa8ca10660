import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { p1 } from './p1.js';
import { p9 } from './p9.js';
import { type Options, type Row, table } from './report.js';
import { Place } from './workshop.js';

/**
 * `npm run bench -- [--quick] [--only P1,P9] [--json FILE]`: measures the promises of time on this computer. Goals are shown
 * as met or not met; a time never fails the run.
 */
const promises: Readonly<Record<string, (place: Place, options: Options) => Promise<Row[]>>> = { P1: p1, P9: p9 };

const { values } = parseArgs({
  options: { only: { type: 'string' }, json: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const chosen = values.only?.split(',') ?? Object.keys(promises);
const unknown = chosen.filter((id) => promises[id] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`--only ${unknown.join(',')}: known are ${Object.keys(promises).join(', ')}\n`);
  process.exit(2);
}

const rows: Row[] = [];
for (const id of chosen) {
  const place = new Place();
  const stop = (): void => void place.end().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
  try {
    rows.push(...(await promises[id]!(place, { quick: values.quick })));
  } finally {
    await place.end();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}
process.stdout.write(`\n${table(rows)}\n`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
