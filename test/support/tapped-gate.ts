import { randomBytes, randomUUID } from 'node:crypto';
import type { AccessService, TapOutcome } from '../../src/modules/access/index.js';
import type { Database } from '../../src/platform/database/database.js';
import { addCard, addGate } from './builders.js';

const boot = 7;

/** A gate without a wire: its taps go straight to the service that decides, and what it says is written to its row. */
export class TappedGate {
  private n = 0;
  silent = false;

  private constructor(
    private readonly db: Database,
    private readonly access: AccessService,
    private readonly clock: { wallMs(): number },
    readonly machineId: string,
    readonly gateId: string,
    private readonly slug: string,
  ) {}

  /** Heard just now. */
  static async at(
    machineId: string,
    parts: { readonly database: Database; readonly access: AccessService; readonly clock: { wallMs(): number } },
  ): Promise<TappedGate> {
    const slug = `gate-${randomUUID().slice(0, 8)}`;
    const gateId = await addGate(parts.database, { machineId, slug, failSafeClass: 'A' });
    await parts.database.query(`insert into gate_state (gate_id, boot) values ($1, $2)`, [gateId, boot]);
    const gate = new TappedGate(parts.database, parts.access, parts.clock, machineId, gateId, slug);
    await gate.heard();
    return gate;
  }

  /** It says something, as each ten seconds. */
  async heard(at = this.clock.wallMs()): Promise<void> {
    await this.db.query(`update gate_state set online = true, contact_at = $2, reported_at = $2 where gate_id = $1`, [
      this.gateId,
      new Date(at),
    ]);
  }

  /** It has fallen silent, and that was noticed. */
  async lost(): Promise<void> {
    this.silent = true;
    await this.db.query(`update gate_state set online = false where gate_id = $1`, [this.gateId]);
  }

  async back(): Promise<void> {
    this.silent = false;
    await this.heard();
  }

  async meter(w: number, at = this.clock.wallMs()): Promise<void> {
    await this.db.query(`update gate_state set power_w = $2, power_at = $3 where gate_id = $1`, [
      this.gateId,
      w,
      new Date(at),
    ]);
  }

  async tap(card: Buffer): Promise<TapOutcome> {
    this.n += 1;
    const outcome = await this.access.tap({
      gateSlug: this.slug,
      boot,
      n: this.n,
      upMs: this.n * 1_000,
      cardDigest: card,
      ageMs: () => 100,
    });
    if (outcome === undefined) throw new Error('no such gate');
    return outcome;
  }

  /** The session on the machine is off, as the gate would say. */
  async sessionCloses(at = this.clock.wallMs(), reason = 'switched-off'): Promise<void> {
    await this.db.query(
      `update session set state = 'closed', closed_at = $2, end_reason = coalesce(end_reason, $3), version = version + 1
       where machine_id = $1 and closed_at is null`,
      [this.machineId, new Date(at), reason],
    );
  }
}

/** The digest of a new card of the member. */
export async function cardOf(db: Database, memberId: string): Promise<Buffer> {
  const digest = randomBytes(32);
  await addCard(db, { memberId, digest });
  return digest;
}
