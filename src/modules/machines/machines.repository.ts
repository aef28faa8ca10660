import { Injectable } from '@nestjs/common';
import {
  type Bilingual,
  type ListQuery,
  type Machine,
  type MachineChange,
  type MachineRequest,
  type Page,
  pageOf,
} from '../../contracts/http/index.js';
import { Database, type Transaction, violatedConstraint } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { notFitting } from '../not-fitting.js';
import { MachineEntity } from './machine.entity.js';

interface MachineRow {
  readonly id: string;
  readonly slug: string;
  readonly name: Bilingual;
  readonly hazard: Machine['hazard'];
  readonly booking_mode: Machine['bookingMode'];
  readonly lost_contact: Machine['lostContact'];
  readonly exclusive_group_id: string | null;
  readonly machine_group_id: string | null;
  readonly busy_from_w: number | null;
  readonly out_of_order_at: Date | null;
  readonly out_of_order_reason: string | null;
  readonly created_at: Date;
  readonly competency_ids: readonly string[];
  readonly needs_ids: readonly string[];
}

const selectMachines = `
  select m.*, array(select c.competency_id from machine_competency c where c.machine_id = m.id order by 1) as competency_ids,
    array(select n.needs_id from machine_need n where n.machine_id = m.id order by 1) as needs_ids
  from machine m where m.retired_at is null`;

@Injectable()
export class MachinesRepository {
  constructor(private readonly db: Database) {}

  async list({ after, limit }: ListQuery): Promise<Page<Machine>> {
    const rows = await this.db.query<MachineRow>(
      `${selectMachines} and ($1::uuid is null or m.id > $1) order by m.id limit $2`,
      [after ?? null, limit + 1],
    );
    return pageOf(rows.map(toMachine), limit, ({ id }) => id);
  }

  async find(id: string): Promise<Machine | undefined> {
    const [row] = await this.db.query<MachineRow>(`${selectMachines} and m.id = $1`, [id]);
    return row && toMachine(row);
  }

  async create(tx: Transaction, id: string, createdAt: Date, request: MachineRequest): Promise<void> {
    const { competencyIds, needsIds, ...columns } = request;
    await named(tx.manager.insert(MachineEntity, { id, createdAt, ...columns }));
    await this.requireCompetencies(tx, id, competencyIds);
    await this.setNeeds(tx, id, needsIds);
    await refuseUntrained(tx, id);
  }

  /** Also raises the version: a tap that was decided from what was so before is decided again. */
  async change(tx: Transaction, id: string, { competencyIds, needsIds, ...columns }: MachineChange): Promise<void> {
    const given = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
    await named(tx.manager.update(MachineEntity, { id }, { ...given, version: () => 'version + 1' }));
    if (competencyIds !== undefined) {
      await tx.query(`delete from machine_competency where machine_id = $1`, [id]);
      await this.requireCompetencies(tx, id, competencyIds);
    }
    if (needsIds !== undefined) await this.setNeeds(tx, id, needsIds);
    await refuseUntrained(tx, id);
  }

  private async setNeeds(tx: Transaction, id: string, needsIds: readonly string[]): Promise<void> {
    await tx.query(`delete from machine_need where machine_id = $1`, [id]);
    await named(
      tx.query(
        `insert into machine_need (machine_id, needs_id) select distinct $1::uuid, n from unnest($2::uuid[]) n`,
        [id, needsIds],
      ),
    );
    const [circle] = await tx.query(
      `with recursive reached as (
         select needs_id from machine_need where machine_id = $1
         union select n.needs_id from machine_need n join reached r on n.machine_id = r.needs_id)
       select from reached where needs_id = $1`,
      [id],
    );
    if (circle !== undefined) throw notFitting('needsIds', 'needs-itself');
  }

  private async requireCompetencies(tx: Transaction, id: string, competencyIds: readonly string[]): Promise<void> {
    await named(
      tx.query(
        `insert into machine_competency (machine_id, competency_id) select $1, c from unnest($2::uuid[]) c on conflict do nothing`,
        [id, competencyIds],
      ),
    );
  }
}

/** Constraints of the machine tables, as what the client did. */
async function named<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    switch (violatedConstraint(error)) {
      case 'machine_slug_unique':
        throw new Failure('slug-taken');
      case 'machine_high_hazard_cuts':
        throw notFitting('lostContact', 'high-hazard-cuts');
      case 'machine_exclusive_group_id_fkey':
        throw notFitting('exclusiveGroupId', 'unknown-group');
      case 'machine_machine_group_id_fkey':
        throw notFitting('machineGroupId', 'unknown-group');
      case 'machine_need_needs_id_fkey':
        throw notFitting('needsIds', 'unknown-machine');
      case 'machine_need_other':
        throw notFitting('needsIds', 'needs-itself');
      case 'machine_competency_competency_id_fkey':
        throw notFitting('competencyIds', 'unknown-competency');
      default:
        throw error;
    }
  }
}

function toMachine(row: MachineRow): Machine {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    hazard: row.hazard,
    bookingMode: row.booking_mode,
    lostContact: row.lost_contact,
    competencyIds: [...row.competency_ids],
    exclusiveGroupId: row.exclusive_group_id,
    machineGroupId: row.machine_group_id,
    needsIds: [...row.needs_ids],
    busyFromW: row.busy_from_w,
    outOfOrderAt: row.out_of_order_at?.toISOString() ?? null,
    outOfOrderReason: row.out_of_order_reason,
    createdAt: row.created_at.toISOString(),
  };
}

async function refuseUntrained(tx: Transaction, id: string): Promise<void> {
  const [open] = await tx.query(
    `select from machine m where m.id = $1 and m.hazard = 'high'
       and not exists (select from machine_competency mc where mc.machine_id = m.id)`,
    [id],
  );
  if (open !== undefined) throw notFitting('competencyIds', 'high-hazard-training');
}
