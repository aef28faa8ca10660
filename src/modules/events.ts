import { EventBus } from '../platform/events/event-bus.js';

/** What lower modules tell higher ones. In the past tense; sent after the commit, and awaited before the request is answered. */
export interface BramaEvents {
  /** A member lost a right (suspended, certificate revoked, card blocked, membership cut short). */
  'member-right-withdrawn': { readonly memberId: string };
  /** Something that a tile of the live board shows has changed. */
  'machine-changed': { readonly machineId: string };
  /** A sign-in ended (logged out, revoked, password changed): its live streams end too. */
  'sign-in-ended': { readonly signInId: string };
}

export class BramaEventBus extends EventBus<BramaEvents> {}
