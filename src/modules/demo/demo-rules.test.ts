import { expect, it } from 'vitest';
import { bookingPolicies } from '../../core/booking/policies/index.js';
import { bookingRules } from '../../core/booking/rules/index.js';
import { demoMachines } from './demo-machines.js';
import { demoMachineGroup, demoSettings } from './demo-rules.js';

const slugs = demoMachines.map(({ slug }) => slug);

it('the demo says of rules what can be said, whole, of machines that there are', () => {
  const known = new Map([...bookingRules, ...bookingPolicies].map((one) => [one.code, one.params]));
  for (const { rule, machine, settings } of demoSettings) {
    expect(known.get(rule)?.parse(settings), rule).toEqual(settings);
    if (machine !== undefined) expect(slugs).toContain(machine);
  }
  expect(slugs).toEqual(expect.arrayContaining([...demoMachineGroup.machines]));
  expect(demoSettings.length).toBeGreaterThanOrEqual(5);
});
