import { Injectable } from '@nestjs/common';
import type { Bilingual, Workshop, WorkshopChange } from '../../contracts/http/index.js';
import { Database, type Transaction } from '../../platform/database/database.js';

interface WorkshopRow {
  readonly name: Bilingual;
  readonly member_sessions_max: number;
  readonly booking_horizon_days: number;
}

/** The one row of settings; the migration makes it. */
@Injectable()
export class WorkshopRepository {
  constructor(private readonly db: Database) {}

  async get(): Promise<Omit<Workshop, 'timeZone'>> {
    const [row] = await this.db.query<WorkshopRow>(
      'select name, member_sessions_max, booking_horizon_days from workshop',
    );
    if (row === undefined) throw new Error('the workshop has no row');
    return {
      name: row.name,
      memberSessionsMax: row.member_sessions_max,
      bookingHorizonDays: row.booking_horizon_days,
    };
  }

  async change(tx: Transaction, { name, memberSessionsMax, bookingHorizonDays }: WorkshopChange): Promise<void> {
    await tx.query(
      `update workshop set name = coalesce($1, name), member_sessions_max = coalesce($2, member_sessions_max),
         booking_horizon_days = coalesce($3, booking_horizon_days)`,
      [name === undefined ? null : JSON.stringify(name), memberSessionsMax ?? null, bookingHorizonDays ?? null],
    );
  }
}
