import { accessRule } from '../rule.js';

export const inUse = accessRule({
  code: 'in-use',
  says: 'No session is open on the machine.',
  asked: 'start',
  override: 'nobody',
  check: ({ session }) => {
    if (session === undefined) return undefined;
    return session.until === undefined
      ? { name: session.memberName }
      : { name: session.memberName, until: session.until };
  },
});
