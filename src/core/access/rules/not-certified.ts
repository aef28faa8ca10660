import { namesAs } from '../../words/bilingual.js';
import { accessRule } from '../rule.js';

export const notCertified = accessRule({
  code: 'not-certified',
  says: 'The member holds a certificate for each competency the machine requires.',
  asked: 'start-and-continue',
  override: 'nobody',
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
