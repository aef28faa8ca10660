import { z } from 'zod';
import { policyWindows } from '../../calendar/policy-windows.js';
import { bookingPolicy } from '../rule.js';

export const relaxedHours = bookingPolicy({
  code: 'relaxed-hours',
  says: 'A booking that lies wholly in these hours is not asked for notice, lengths, steps, gaps and limits, and counts for none.',
  params: z.strictObject({ windows: policyWindows.default([]) }),
});
