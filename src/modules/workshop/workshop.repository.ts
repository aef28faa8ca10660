import { Injectable } from '@nestjs/common';
import type { Bilingual, Workshop, WorkshopChange } from '../../contracts/http/index.js';
import { Database, type Transaction } from '../../platform/database/database.js';

interface WorkshopRow {
  readonly name: Bilingual;
  readonly member_sessions_max: number;
  readonly booking_names: Workshop['bookingNames'];
}

/** The one row of settings; the migration makes it. */
@Injectable()
export class WorkshopRepository {
  constructor(private readonly db: Database) {}

  async get(): Promise<Omit<Workshop, 'timeZone'>> {
    const [row] = await this.db.query<WorkshopRow>('select name, member_sessions_max, booking_names from workshop');
    if (row === undefined) throw new Error('the workshop has no row');
    return {
      name: row.name,
      memberSessionsMax: row.member_sessions_max,
      bookingNames: row.booking_names,
    };
  }

  async change(tx: Transaction, { name, memberSessionsMax, bookingNames }: WorkshopChange): Promise<void> {
    await tx.query(
      `update workshop set name = coalesce($1, name), member_sessions_max = coalesce($2, member_sessions_max),
         booking_names = coalesce($3, booking_names)`,
      [name === undefined ? null : JSON.stringify(name), memberSessionsMax ?? null, bookingNames ?? null],
    );
  }
}
