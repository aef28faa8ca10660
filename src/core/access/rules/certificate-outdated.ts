import { namesAs } from '../../words/bilingual.js';
import { accessRule } from '../rule.js';

export const certificateOutdated = accessRule({
  code: 'certificate-outdated',
  says: 'Those certificates are of the version of the procedure that is required.',
  asked: 'start-and-continue',
  override: 'nobody',
  check: ({ certificates }) => {
    const outdated = certificates.find(
      ({ held, requiredVersion }) => held !== undefined && held.version < requiredVersion,
    );
    return outdated === undefined
      ? undefined
      : { ...namesAs('competency', [outdated.competencyName]), version: outdated.requiredVersion };
  },
});
