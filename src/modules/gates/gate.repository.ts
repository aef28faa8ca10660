import { Injectable } from '@nestjs/common';
import {
  type DrillRequest,
  type Gate,
  type GateRequest,
  type ListQuery,
  type Page,
  pageOf,
} from '../../contracts/http/index.js';
import { Database, type Transaction, violatedConstraint } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { type GateCredentialFacts, GateCredentials } from '../broker/index.js';
import { GateDrillEntity, GateEntity } from './gate.entity.js';

interface GateRow {
  readonly id: string;
  readonly machine_id: string;
  readonly slug: string;
  readonly signed: boolean;
  readonly online: boolean;
  readonly contact_at: Date | null;
  readonly fail_safe_class: Gate['failSafeClass'] | null;
  readonly done_at: Date | null;
  readonly fault: string | null;
  readonly retired_at: Date | null;
  readonly created_at: Date;
}

/** `$1`: contact before this time is none. */
const selectGates = `
  select g.*, gs.contact_at, gs.fault, d.fail_safe_class, d.done_at,
    g.retired_at is null and coalesce(gs.online and gs.contact_at > $1, false) as online
  from gate g
  left join gate_state gs on gs.gate_id = g.id
  left join lateral (
    select fail_safe_class, done_at from gate_drill where gate_id = g.id order by done_at desc, id desc limit 1) d on true`;

const selectCredentials = `
  select id, slug, credential_version as "credentialVersion" from gate where retired_at is null`;

@Injectable()
export class GateRepository extends GateCredentials {
  constructor(private readonly db: Database) {
    super();
  }

  /** Those in use, by id. */
  async list({ after, limit }: ListQuery, heardSince: Date): Promise<Page<Gate>> {
    const rows = await this.db.query<GateRow>(
      `${selectGates} where g.retired_at is null and ($2::uuid is null or g.id > $2) order by g.id limit $3`,
      [heardSince, after ?? null, limit + 1],
    );
    return pageOf(rows.map(toGate), limit, ({ id }) => id);
  }

  /** Also a retired one. */
  async find(id: string, heardSince: Date): Promise<Gate | undefined> {
    const [row] = await this.db.query<GateRow>(`${selectGates} where g.id = $2`, [heardSince, id]);
    return row && toGate(row);
  }

  async credential(slug: string): Promise<GateCredentialFacts | undefined> {
    const [row] = await this.db.prepared<GateCredentialFacts>('gate-credential', `${selectCredentials} and slug = $1`, [
      slug,
    ]);
    return row;
  }

  async credentials(): Promise<GateCredentialFacts[]> {
    return await this.db.query<GateCredentialFacts>(`${selectCredentials} order by id`);
  }

  async create(tx: Transaction, id: string, createdAt: Date, request: GateRequest): Promise<GateCredentialFacts> {
    try {
      await tx.manager.insert(GateEntity, { id, createdAt, credentialVersion: 1, ...request });
    } catch (error) {
      switch (violatedConstraint(error)) {
        case 'gate_slug_unique':
          throw new Failure('slug-taken');
        case 'gate_one_per_machine':
          throw new Failure('machine-has-gate');
        default:
          throw error;
      }
    }
    return { id, slug: request.slug, credentialVersion: 1 };
  }

  /** The machine of a gate in use; locks nothing. */
  async machineOf(tx: Transaction, id: string): Promise<string | undefined> {
    const [row] = await tx.query<{ machineId: string }>(
      `select machine_id as "machineId" from gate where id = $1 and retired_at is null`,
      [id],
    );
    return row?.machineId;
  }

  /** Makes the old credential void. Undefined: the gate has been retired. */
  async rotate(tx: Transaction, id: string): Promise<GateCredentialFacts | undefined> {
    const [row] = await tx.query<GateCredentialFacts>(
      `update gate set credential_version = credential_version + 1 where id = $1 and retired_at is null
       returning id, slug, credential_version as "credentialVersion"`,
      [id],
    );
    return row;
  }

  async recordDrill(
    tx: Transaction,
    id: string,
    gateId: string,
    by: string,
    at: Date,
    drill: DrillRequest,
  ): Promise<void> {
    await tx.manager.insert(GateDrillEntity, { id, gateId, doneBy: by, doneAt: at, ...drill });
  }

  /** The slug of the gate that was retired; undefined when it was before. */
  async retire(tx: Transaction, id: string, at: Date): Promise<string | undefined> {
    const [row] = await tx.query<{ slug: string }>(
      `update gate set retired_at = $2 where id = $1 and retired_at is null returning slug`,
      [id, at],
    );
    return row?.slug;
  }
}

function toGate(row: GateRow): Gate {
  return {
    id: row.id,
    machineId: row.machine_id,
    slug: row.slug,
    signed: row.signed,
    online: row.online,
    contactAt: row.contact_at?.toISOString() ?? null,
    failSafeClass: row.fail_safe_class ?? 'C',
    drilledAt: row.done_at?.toISOString() ?? null,
    fault: row.fault,
    retiredAt: row.retired_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}
