import { namesAs } from '../../words/bilingual.js';
import { accessRule } from '../rule.js';

export const exclusiveGroupInUse = accessRule({
  code: 'exclusive-group-in-use',
  says: 'No other machine of the same exclusive group is in use.',
  asked: 'start',
  override: 'nobody',
  check: ({ groupInUse }) => (groupInUse === undefined ? undefined : namesAs('machine', [groupInUse.machineName])),
});
