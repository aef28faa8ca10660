import { slugPattern } from '../../core/kinds.js';

/**
 * The topic tree `brama/v1` of DESIGN §5: `brama/v1/gate/<slug>/up/…` is written by the gate, `…/down/…` by the service
 * alone. Built and parsed here only, so that both processes and both brokers' access lists say the same.
 */

export const upKinds = ['state', 'tap', 'power', 'journal'] as const;
export const downKinds = ['relay', 'ui', 'ack', 'grant', 'list'] as const;
export type UpKind = (typeof upKinds)[number];
export type DownKind = (typeof downKinds)[number];

/** The service's username on either broker. No gate can have it: a slug holds no underscore. */
export const serviceUsername = '_service';

const root = 'brama/v1';

export const upTopic = (slug: string, kind: UpKind): string => `${root}/gate/${slug}/up/${kind}`;
export const downTopic = (slug: string, kind: DownKind): string => `${root}/gate/${slug}/down/${kind}`;

/** All that is said to one gate; with `+`, to any. */
export const downFilter = (slug: string): string => `${root}/gate/${slug}/down/#`;
export const everythingFilter = `${root}/#`;

/** What the service subscribes to, over all gates. */
export const upFilter = (kind: UpKind): string => `${root}/gate/+/up/${kind}`;
/** The same, shared between replicas (MQTT 5 brokers): each message reaches one of them. */
export const sharedUpFilter = (kind: UpKind): string => `$share/brama/${upFilter(kind)}`;

/** All shared subscriptions of the replicas. */
export const sharedFilter = `$share/brama/${root}/#`;

/** Changes of the live board between replicas; closed to gates. */
export const liveTopic = `${root}/svc/live`;
/** Each replica publishes here and hears itself: proof that the broker carries its messages. */
export const pulseTopic = (replica: string): string => `${root}/svc/pulse/${replica}`;
export const serviceFilter = `${root}/svc/#`;

export interface UpTopic {
  readonly slug: string;
  readonly kind: UpKind;
}

/** The gate and kind of an `up` topic, or undefined for any other topic. */
export function parseUpTopic(topic: string): UpTopic | undefined {
  const [brama, version, gate, slug, up, kind, ...rest] = topic.split('/');
  if (brama !== 'brama' || version !== 'v1' || gate !== 'gate' || up !== 'up' || rest.length > 0) return undefined;
  if (slug === undefined || !slugPattern.test(slug)) return undefined;
  const known = upKinds.find((candidate) => candidate === kind);
  return known === undefined ? undefined : { slug, kind: known };
}

/** Whether `username` may publish to `topic`. Deny by default. Retained is for `up/state` alone. */
export function mayPublish(username: string, topic: string, retain: boolean): boolean {
  if (username === serviceUsername) {
    if (topic.startsWith(`${root}/svc/`)) return !retain;
    const match = /^brama\/v1\/gate\/([a-z0-9-]{1,40})\/down\/([a-z]+)$/.exec(topic);
    return match !== null && downKinds.some((kind) => kind === match[2]) && (!retain || match[2] === 'list');
  }
  const up = parseUpTopic(topic);
  return up !== undefined && up.slug === username && (!retain || up.kind === 'state');
}

/** Whether `username` may subscribe to `filter`. A gate reads its own `down` tree and nothing else. */
export function maySubscribe(username: string, filter: string): boolean {
  if (username === serviceUsername) return filter.startsWith(`${root}/`) || filter.startsWith(`$share/brama/${root}/`);
  if (!slugPattern.test(username)) return false;
  const own = `${root}/gate/${username}/down/`;
  const rest = filter.startsWith(own) ? filter.slice(own.length) : undefined;
  return rest === '#' || rest === '+' || downKinds.some((kind) => kind === rest);
}
