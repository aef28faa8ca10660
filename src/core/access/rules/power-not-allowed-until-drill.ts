import { accessRule } from '../rule.js';

export const powerNotAllowedUntilDrill = accessRule({
  code: 'power-not-allowed-until-drill',
  says: 'A high-hazard machine is powered only through a gate whose drill proved class A.',
  asked: 'start',
  override: 'nobody',
  check: ({ machine, gate }) =>
    machine.hazard === 'high' && gate?.failSafeClass !== 'A'
      ? { failSafeClass: gate?.failSafeClass ?? 'C' }
      : undefined,
});
