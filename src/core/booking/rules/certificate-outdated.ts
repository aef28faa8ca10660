import { z } from 'zod';
import { namesAs } from '../../words/bilingual.js';
import { bookingRule } from '../rule.js';

export const certificateOutdated = bookingRule({
  code: 'certificate-outdated',
  says: 'Those certificates are of the version of the procedure that is required.',
  params: z.strictObject({}),
  override: 'nobody',
  asked: 'always',
  relaxable: false,
  check: ({ certificates }) => {
    const outdated = certificates.find(
      ({ held, requiredVersion }) => held !== undefined && held.version < requiredVersion,
    );
    return outdated === undefined
      ? undefined
      : { ...namesAs('competency', [outdated.competencyName]), version: outdated.requiredVersion };
  },
});
