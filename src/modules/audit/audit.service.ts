import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { AuditEntry, AuditHead, AuditVerification } from '../../contracts/http/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import type { ServiceSecrets } from '../../service-secrets.js';
import { type ChainedEntry, detailHash, entryHash, genesisHash, pseudonym } from './entry-hash.js';

interface AuditRecord {
  /** The member who decided; null when nobody is signed in (the first admin's link). */
  readonly actor: string | null;
  /** Past tense: `member-suspended`, `certificate-revoked`, `machine-locked`. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  /** Names, reasons, old and new values. Erasable; never a secret or the number of a card. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

interface EntryRow {
  ordinal: number;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  detail_hash: Buffer;
  previous_hash: Buffer;
  hash: Buffer;
  salt: Buffer | null;
  detail: Record<string, unknown> | null;
}

const chainLock = 4_711_001;
const pageSize = 1_000;

/** The chain of decisions of people (DESIGN §6). Nothing in it is ever changed; the service's role cannot. */
@Injectable()
export class AuditService {
  private readonly key: Buffer;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject('secrets') secrets: Pick<ServiceSecrets, 'cardPepper'>,
  ) {
    this.key = createHmac('sha256', secrets.cardPepper).update('brama/audit/pseudonym').digest();
  }

  /**
   * Records a decision in the transaction that carries it out: both happen or neither. Call it last, since it holds the end
   * of the chain until the commit.
   */
  async record(tx: Transaction, { actor, action, subject, detail = {} }: AuditRecord): Promise<void> {
    await tx.query('select pg_advisory_xact_lock($1)', [chainLock]);
    const [last] = await tx.query<{ ordinal: number; hash: Buffer }>(
      'select ordinal, hash from audit_entry order by ordinal desc limit 1',
    );
    const salt = randomBytes(16);
    const entry: ChainedEntry = {
      ordinal: (last?.ordinal ?? 0) + 1,
      atMs: Math.floor(this.clock.wallMs()),
      actor: actor === null ? 'nobody' : pseudonym(this.key, 'member', actor),
      action,
      subject: pseudonym(this.key, subject.kind, subject.id),
      detailHash: detailHash(salt, detail),
      previousHash: last?.hash ?? genesisHash,
    };
    await tx.query(
      `insert into audit_entry (ordinal, at, actor, action, subject, detail_hash, previous_hash, hash)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        entry.ordinal,
        new Date(entry.atMs),
        entry.actor,
        action,
        entry.subject,
        entry.detailHash,
        entry.previousHash,
        entryHash(entry),
      ],
    );
    await tx.query('insert into audit_detail (ordinal, actor_id, salt, detail) values ($1, $2, $3, $4)', [
      entry.ordinal,
      actor,
      salt,
      JSON.stringify(detail),
    ]);
  }

  /** Newest first, before that ordinal. */
  async list(before: number | undefined, limit: number): Promise<AuditEntry[]> {
    const rows = await this.database.query<EntryRow & { actor_id: string | null }>(
      `select e.*, d.actor_id, d.detail from audit_entry e left join audit_detail d using (ordinal)
       where $1::bigint is null or ordinal < $1 order by ordinal desc limit $2`,
      [before ?? null, limit],
    );
    return rows.map(({ ordinal, at, actor_id: actorId, action, subject, detail }) => ({
      ordinal,
      at: at.toISOString(),
      actorId,
      action,
      subject,
      detail: detail ?? null,
    }));
  }

  /** Walks the whole chain. `known` is a head kept elsewhere: without it a cut-off end cannot be seen. */
  async verify(known?: AuditHead): Promise<AuditVerification> {
    let head: AuditHead | null = null;
    let previous: Buffer = genesisHash;
    let knownSeen = known === undefined;
    for (;;) {
      const rows: EntryRow[] = await this.page(head?.ordinal ?? 0);
      for (const row of rows) {
        const ordinal: number = (head?.ordinal ?? 0) + 1;
        if (row.ordinal !== ordinal) return { ok: false, ordinal, fault: 'missing' };
        const fault = faultOf(row, previous);
        if (fault !== undefined) return { ok: false, ordinal, fault };
        previous = row.hash;
        head = { ordinal, hash: row.hash.toString('hex') };
        if (known?.ordinal === ordinal) {
          if (known.hash !== head.hash) return { ok: false, ordinal, fault: 'altered' };
          knownSeen = true;
        }
      }
      if (rows.length < pageSize) break;
    }
    return knownSeen ? { ok: true, head } : { ok: false, ordinal: (head?.ordinal ?? 0) + 1, fault: 'missing' };
  }

  private async page(after: number): Promise<EntryRow[]> {
    return await this.database.query<EntryRow>(
      `select e.*, d.salt, d.detail from audit_entry e left join audit_detail d using (ordinal)
       where ordinal > $1 order by ordinal limit ${pageSize}`,
      [after],
    );
  }
}

function faultOf(row: EntryRow, previous: Buffer): 'altered' | 'detail-altered' | undefined {
  const hash = entryHash({
    ordinal: row.ordinal,
    atMs: row.at.getTime(),
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    detailHash: row.detail_hash,
    previousHash: row.previous_hash,
  });
  if (!row.previous_hash.equals(previous) || !row.hash.equals(hash)) return 'altered';
  if (row.salt !== null && !detailHash(row.salt, row.detail).equals(row.detail_hash)) return 'detail-altered';
  return undefined;
}
