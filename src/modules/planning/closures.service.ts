import { Inject, Injectable } from '@nestjs/common';
import type { Closure, ClosureQuery, ClosureRequest, Holidays } from '../../contracts/http/index.js';
import { dayInterval } from '../../core/calendar/local-time.js';
import { polishHolidays } from '../../core/calendar/polish-holidays.js';
import { overlap } from '../../core/interval.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { ServiceConfig } from '../../service-config.js';
import { AuditService } from '../audit/index.js';
import { type StandingBooking, standingBookings } from '../booking/index.js';
import { BramaEventBus } from '../events.js';
import { bumpMachines, lockAllCalendars } from '../machines/index.js';
import { Notices } from '../notices/index.js';
import { ClosuresRepository, type NewClosure } from './closures.repository.js';
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
      const [closure] = await this.add(tx, [{ during, reason: request.reason }]);
      if (closure === undefined) throw new Error('a closure that was not written');
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

  /** With all calendars locked. Bookings that stand in them stay, and their members are told, once for each booking. */
  async add(tx: Transaction, wanted: readonly Omit<NewClosure, 'id'>[]): Promise<Closure[]> {
    if (wanted.length === 0) return [];
    const now = this.clock.wallMs();
    const whole = {
      from: Math.min(...wanted.map(({ during }) => during.from)),
      to: Math.max(...wanted.map(({ during }) => during.to)),
    };
    const inTheWay = (booking: StandingBooking) => wanted.find(({ during }) => overlap(during, booking.during));
    const made = wanted.map((closure) => ({ ...closure, id: this.ids.next() }));
    const closures = await this.closures.create(tx, made, new Date(now));
    const standing = (await standingBookings(tx, null, whole, now)).filter(
      (booking) => inTheWay(booking) !== undefined,
    );
    await tellOfPlan(this.notices, tx, 'closure-planned', standing, (booking) => inTheWay(booking)!.reason);
    return closures;
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
