import { z } from 'zod';
import { namesAs } from '../../words/bilingual.js';
import { bookingRule } from '../rule.js';

export const certificateExpired = bookingRule({
  code: 'certificate-expired',
  says: 'Those certificates last to the end of the booking.',
  params: z.strictObject({}),
  override: 'nobody',
  asked: 'always',
  relaxable: false,
  check: ({ certificates, wanted }) => {
    for (const { competencyName, held } of certificates) {
      if (held?.validUntil !== undefined && held.validUntil < wanted.to)
        return { ...namesAs('competency', [competencyName]), until: held.validUntil };
    }
    return undefined;
  },
});
