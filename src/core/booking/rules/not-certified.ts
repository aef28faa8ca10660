import { z } from 'zod';
import { namesAs } from '../../words/bilingual.js';
import { bookingRule } from '../rule.js';

export const notCertified = bookingRule({
  code: 'not-certified',
  says: 'The member holds a certificate for each competency the machine requires.',
  params: z.strictObject({}),
  override: 'nobody',
  asked: 'always',
  relaxable: false,
  check: ({ certificates }) => {
    const missing = certificates.filter(({ held }) => held === undefined);
    return missing.length === 0
      ? undefined
      : namesAs(
          'competency',
          missing.map((one) => one.competencyName),
        );
  },
});
