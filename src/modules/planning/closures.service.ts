import { Inject, Injectable } from '@nestjs/common';
import type { Closure, ClosureQuery, ClosureRequest, Holidays } from '../../contracts/http/index.js';
import { dayInterval } from '../../core/calendar/local-time.js';
import { polishHolidays } from '../../core/calendar/polish-holidays.js';
import type { Interval } from '../../core/interval.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { ServiceConfig } from '../../service-config.js';
import { AuditService } from '../audit/index.js';
import { standingBookings } from '../booking/index.js';
import { BramaEventBus } from '../events.js';
import { bumpMachines, lockAllCalendars } from '../machines/index.js';
import { Notices } from '../notices/index.js';
import { ClosuresRepository } from './closures.repository.js';
import { askedTime, plannedTime } from './planned-time.js';
import { tellOfPlan } from './told-members.js';

/** When the workshop is closed. A change moves the rights at every machine. */
@Injectable()
export class ClosuresService {
  constructor(
    private readonly db: Database,
    private readonly closures: ClosuresRepository,
    private readonly notices: Notices,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly audit: AuditService,
    private readonly events: BramaEventBus,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'timeZone'>,
  ) {}

  async list(query: ClosureQuery): Promise<Closure[]> {
    const within = askedTime(query, this.clock.wallMs());
    return within === undefined ? [] : await this.closures.list(within);
  }

  /** Days free from work by law, whole, as the clock on the wall has them. */
  async holidays(year: number): Promise<Holidays> {
    const days = polishHolidays(year).map((holiday) => ({
      ...holiday,
      during: dayInterval(holiday.day, this.config.timeZone),
    }));
    const closed = await this.closures.around(days.map(({ during }) => during));
    const items = days.map(({ day, name, during: { from, to } }, index) => ({
      day,
      name,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      closureId: closed.get(index) ?? null,
    }));
    return { year, items };
  }

  async create(by: string, request: ClosureRequest): Promise<Closure> {
    const during = plannedTime(request);
    return await this.changing(async (tx) => {
      const closure = await this.add(tx, during, request.reason);
      await this.record(tx, by, 'closure-created', closure);
      return closure;
    });
  }

  async remove(by: string, id: string): Promise<void> {
    await this.changing(async (tx) => {
      const closure = await this.closures.remove(tx, id);
      if (closure === undefined) throw new Failure('not-found');
      await this.record(tx, by, 'closure-removed', closure);
    });
  }

  /** With all calendars locked. Bookings that stand in it stay, and their members are told. */
  async add(tx: Transaction, during: Interval, reason: Closure['reason']): Promise<Closure> {
    const now = this.clock.wallMs();
    const closure = await this.closures.create(tx, this.ids.next(), during, reason, new Date(now));
    await tellOfPlan(this.notices, tx, 'closure-planned', await standingBookings(tx, null, during, now), reason);
    return closure;
  }

  /** All calendars locked while it is written; afterwards whoever decided before decides again. */
  async changing<T>(write: (tx: Transaction) => Promise<T>): Promise<T> {
    const { result, machineIds } = await this.db.transaction(async (tx) => {
      const locked = await lockAllCalendars(tx);
      await bumpMachines(tx, locked);
      return { result: await write(tx), machineIds: locked };
    });
    await Promise.all(machineIds.map(async (machineId) => await this.events.emit('machine-changed', { machineId })));
    return result;
  }

  private async record(tx: Transaction, by: string, action: string, closure: Closure): Promise<void> {
    const { id, ...detail } = closure;
    await this.audit.record(tx, { actor: by, action, subject: { kind: 'closure', id }, detail });
  }
}
