import type { BrokerLimits } from './broker-limits.js';
import type { BrokerLedger, BrokerRules, Visitor } from './broker-visitor.js';

interface Publication {
  readonly topic: string;
  readonly payload: Uint8Array | string;
  readonly qos: number;
  readonly retain: boolean;
}

/** What a visitor who is in may say and hear. */
export class TopicAccess {
  private readonly retained = new Map<string, number>();
  private retainedSum = 0;

  constructor(
    private readonly rules: BrokerRules,
    private readonly limits: BrokerLimits,
    private readonly ledger: BrokerLedger,
  ) {}

  get retainedTopics(): number {
    return this.retained.size;
  }

  get retainedBytes(): number {
    return this.retainedSum;
  }

  /**
   * Whether a publish or a will goes through. MQTT 3.1.1 cannot say no to a publish, so whoever publishes outside its
   * topics is cut; else it would believe that it was heard.
   */
  admitPublish(visitor: Visitor, publication: Publication): boolean {
    const { topic, qos, retain } = publication;
    // Exactly-once keeps state for each message; nobody here needs it, since receivers tell doubles apart.
    const allowed =
      qos < 2 &&
      this.fits(topic) &&
      visitor.username !== undefined &&
      this.rules.mayPublish(visitor.username, topic, retain) &&
      (!retain || this.keep(topic, Buffer.byteLength(publication.payload)));
    if (allowed) this.ledger.published += 1;
    else this.ledger.cut(visitor, 'publish-denied', { topic: topic.slice(0, this.limits.topicBytes), qos, retain });
    return allowed;
  }

  admitSubscription(visitor: Visitor, filter: string): boolean {
    visitor.filtersAsked += 1;
    if (visitor.filtersAsked > this.limits.filtersPerClient) {
      this.ledger.cut(visitor, 'too-many-filters');
      return false;
    }
    const allowed =
      this.fits(filter) && visitor.username !== undefined && this.rules.maySubscribe(visitor.username, filter);
    if (!allowed) {
      this.ledger.deniedSubscriptions += 1;
      this.ledger.warn('mqtt subscription denied', visitor, { filter: filter.slice(0, this.limits.topicBytes) });
    }
    return allowed;
  }

  /** A client that does not read what it is sent is cut, before it costs memory. */
  admitDelivery(visitor: Visitor): boolean {
    const allowed = visitor.trusted ? this.limits.unsentBytesTrusted : this.limits.unsentBytes;
    if (visitor.socket.writableLength <= allowed) return true;
    this.ledger.cut(visitor, 'slow-consumer');
    return false;
  }

  /** Topics of the broker itself begin with `$` and are closed to all. */
  private fits(topic: string): boolean {
    return (
      !topic.startsWith('$') &&
      Buffer.byteLength(topic) <= this.limits.topicBytes &&
      topic.split('/', this.limits.topicLevels + 1).length <= this.limits.topicLevels
    );
  }

  private keep(topic: string, bytes: number): boolean {
    const before = this.retained.get(topic);
    const sum = this.retainedSum - (before ?? 0) + bytes;
    if (bytes > 0 && before === undefined && this.retained.size >= this.limits.retainedTopics) return false;
    if (sum > this.limits.retainedBytes) return false;
    if (bytes === 0) this.retained.delete(topic);
    else this.retained.set(topic, bytes);
    this.retainedSum = sum;
    return true;
  }
}
