import { namesAs } from '../../words/bilingual.js';
import { accessRule } from '../rule.js';

export const certificateExpired = accessRule({
  code: 'certificate-expired',
  says: 'Those certificates have not run out.',
  asked: 'start-and-continue',
  override: 'nobody',
  check: ({ now, certificates }) => {
    const expired = certificates.find(({ held }) => held?.validUntil !== undefined && held.validUntil <= now);
    if (expired?.held?.validUntil === undefined) return undefined;
    return { ...namesAs('competency', [expired.competencyName]), until: expired.held.validUntil };
  },
});
