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
  check: ({ now, certificates, wanted }) => {
    for (const { competencyName, held } of certificates) {
      const until = held?.validUntil;
      if (until !== undefined && until < wanted.to)
        return { ...namesAs('competency', [competencyName]), until, ...(until > now && { ahead: 1 }) };
    }
    return undefined;
  },
  latestEnd: ({ certificates }) => Math.min(...certificates.map(({ held }) => held?.validUntil ?? Infinity)),
});
