import { limitCases } from './limits.js';
import { machineCases } from './machine.js';
import { memberCases } from './member.js';
import { timeCases } from './time.js';

export type { RuleCase } from './case.js';

/** Every booking rule at its edges, by code. */
export const bookingRuleCases = { ...memberCases, ...timeCases, ...limitCases, ...machineCases };
