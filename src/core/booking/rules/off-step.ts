import { z } from 'zod';
import { minutesIntoDay } from '../../calendar/local-time.js';
import { keepsEnd, keepsStart } from '../change.js';
import { minuteMs } from '../counting.js';
import { bookingRule } from '../rule.js';

export const offStep = bookingRule({
  code: 'off-step',
  says: 'A booking starts and ends on a step of the local clock, counted from midnight.',
  params: z.strictObject({
    minutes: z.literal([5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720]).nullable().default(null),
  }),
  override: 'staff',
  asked: 'ahead',
  relaxable: true,
  check: (facts, { minutes }) => {
    if (minutes === null) return undefined;
    const { wanted, zone } = facts;
    const chosen = [...(keepsStart(facts) ? [] : [wanted.from]), ...(keepsEnd(facts) ? [] : [wanted.to])];
    const onStep = (at: number): boolean => at % minuteMs === 0 && minutesIntoDay(at, zone) % minutes === 0;
    return chosen.every(onStep) ? undefined : { minutes };
  },
});
