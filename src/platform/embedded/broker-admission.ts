import type { Clock } from '../clock/clock.js';
import type { BrokerLimits } from './broker-limits.js';
import { WindowCounter } from './broker-meters.js';
import type { BrokerLedger, BrokerRules, ConnectRefusal, Visitor } from './broker-visitor.js';

/** Who may sign in. Holds the visitors that have, by username. */
export class Admission {
  private readonly failures: WindowCounter;
  private readonly takeovers: WindowCounter;
  private readonly visitors = new Map<string, Set<Visitor>>();
  /** Raised by `kick`, so that a password that was being checked while it was revoked does not get in. */
  private readonly revocations = new Map<string, number>();

  constructor(
    private readonly rules: BrokerRules,
    private readonly limits: BrokerLimits,
    private readonly ledger: BrokerLedger,
    private readonly clock: Clock,
  ) {
    this.failures = new WindowCounter(limits.failureWindowMs, clock);
    this.takeovers = new WindowCounter(limits.takeoverWindowMs, clock);
  }

  get size(): number {
    return [...this.visitors.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Undefined: the visitor is in. */
  async judge(visitor: Visitor, username: string | undefined, password: string): Promise<ConnectRefusal | undefined> {
    if (username === undefined || username === '') return 'anonymous';
    const clientId = visitor.connect?.clientId ?? '';
    const will = visitor.connect?.will;
    const trusted = this.rules.isTrusted(username);
    if (!trusted && this.isLockedOut(visitor, username)) return 'locked-out';
    const revocation = this.revocations.get(username);
    const known = await this.ask(username, password, clientId);
    // Whoever hung up meanwhile must not be entered: nobody would take it out again.
    if (known === 'no-answer' || visitor.socket.destroyed) return 'no-answer';
    if (!known || revocation !== this.revocations.get(username)) {
      this.failures.add(`${visitor.address} ${username}`);
      this.failures.add(visitor.address);
      return 'wrong-credentials';
    }
    if (!this.rules.mayUseClientId(username, clientId)) return 'wrong-client-id';
    if (will !== undefined && !this.rules.mayPublish(username, will.topic, will.retain === true)) return 'will-denied';
    return this.enter(visitor, username, clientId, trusted);
  }

  /** Closes every connection of a username; one that is just signing in does not get in. */
  kick(username: string): void {
    this.revocations.set(username, (this.revocations.get(username) ?? 0) + 1);
    for (const visitor of this.visitors.get(username) ?? []) this.ledger.cut(visitor, 'revoked');
  }

  leave(visitor: Visitor): void {
    if (visitor.username === undefined) return;
    const present = this.visitors.get(visitor.username);
    present?.delete(visitor);
    if (present?.size === 0) this.visitors.delete(visitor.username);
  }

  private enter(visitor: Visitor, username: string, clientId: string, trusted: boolean): ConnectRefusal | undefined {
    const present = this.visitors.get(username) ?? new Set();
    const former = [...present].find((other) => other.connect?.clientId === clientId && !other.socket.destroyed);
    if (former === undefined && present.size >= this.limits.connectionsPerUsername) return 'too-many-of-username';
    visitor.username = username;
    visitor.trusted = trusted;
    visitor.meter.signedIn = true;
    visitor.meter.unmetered = trusted;
    this.visitors.set(username, present);
    present.add(visitor);
    if (former !== undefined) this.noteTakeover(visitor, clientId);
    return undefined;
  }

  private noteTakeover(visitor: Visitor, clientId: string): void {
    this.ledger.takeovers += 1;
    if (this.takeovers.add(clientId) !== this.limits.takeoversBeforeFlapping) return;
    this.ledger.flapping += 1;
    this.ledger.warn('two mqtt clients take one id from each other', visitor, { clientId });
  }

  private isLockedOut(visitor: Visitor, username: string): boolean {
    return (
      this.failures.count(`${visitor.address} ${username}`) >= this.limits.failuresPerUsernameAndAddress ||
      this.failures.count(visitor.address) >= this.limits.failuresPerAddress
    );
  }

  private async ask(username: string, password: string, clientId: string): Promise<boolean | 'no-answer'> {
    const answered = new AbortController();
    try {
      return await Promise.race([
        this.rules.authenticate(username, password, clientId),
        this.clock.sleep(this.limits.authenticateWithinMs, answered.signal).then(() => 'no-answer' as const),
      ]);
    } catch {
      return 'no-answer';
    } finally {
      answered.abort();
    }
  }
}
