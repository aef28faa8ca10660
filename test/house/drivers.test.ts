import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { drivers } from '../../firmware-bridge/drivers/index.js';
import { isTest, sourcesIn } from './tree.js';

it('a driver is one file and one line, and its settings stand beside "driver"', () => {
  const named = sourcesIn('firmware-bridge/drivers/')
    .filter((file) => !isTest(file))
    .map((file) => basename(file, '.ts'))
    .filter((name) => name !== 'driver' && name !== 'index');
  expect(drivers.map(({ id }) => id).toSorted()).toEqual(named.toSorted());
  expect(drivers.length).toBeGreaterThanOrEqual(1);
  for (const { id, settings } of drivers) expect(Object.keys(settings.shape), id).not.toContain('driver');
});
