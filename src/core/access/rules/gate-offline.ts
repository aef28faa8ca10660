import { gateOfflineAfterMs } from '../../numbers.js';
import { accessRule } from '../rule.js';

export const gateOffline = accessRule({
  code: 'gate-offline',
  says: 'The gate has been heard within three heartbeats.',
  asked: 'start',
  override: 'nobody',
  check: ({ now, tap, gate }) => {
    if (gate === undefined) return {};
    if (tap !== undefined) return undefined; // a live tap is contact
    const heard = gate.online && gate.contactAt !== undefined && now - gate.contactAt <= gateOfflineAfterMs;
    return heard ? undefined : {};
  },
});
