import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Supervision, SupervisionQuery, SupervisionRequest } from '../../contracts/http/index.js';
import type { Interval } from '../../core/interval.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import { AuditService } from '../audit/index.js';
import { type CallerIdentity, isStaff } from '../auth/index.js';
import { BramaEventBus } from '../events.js';
import { bumpMachines, lockAllCalendars, lockCalendar } from '../machines/index.js';
import { mayBeSupervisor } from '../members/index.js';
import { Notices } from '../notices/index.js';
import { notFitting } from '../not-fitting.js';
import { askedTime, timeToCome } from './planned-time.js';
import { SupervisionsRepository } from './supervisions.repository.js';
import { namedTime } from './told-members.js';
import { bookingsLeftAlone } from './unsupervised.js';

/** When a supervisor is there, at one machine or at all. Instructors book themselves in, staff anybody who may. */
@Injectable()
export class SupervisionsService implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly supervisions: SupervisionsRepository,
    private readonly notices: Notices,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly audit: AuditService,
    private readonly events: BramaEventBus,
  ) {}

  onModuleInit(): void {
    this.events.on('member-right-withdrawn', async ({ memberId }) => await this.relieve(memberId));
  }

  async list({ machine, ...query }: SupervisionQuery): Promise<Supervision[]> {
    const within = askedTime(query, this.clock.wallMs());
    return within === undefined ? [] : await this.supervisions.list(machine, within);
  }

  async plan(by: CallerIdentity, request: SupervisionRequest): Promise<Supervision> {
    const now = this.clock.wallMs();
    const during = timeToCome(request, now);
    const { machineId, memberId = by.memberId } = request;
    if (memberId !== by.memberId && !isStaff(by)) throw new Failure('not-allowed');
    return await this.changing(machineId, async (tx) => {
      const may = await mayBeSupervisor(tx, memberId);
      if (may === undefined) throw notFitting('memberId', 'unknown-member');
      if (!may) throw notFitting('memberId', 'not-a-supervisor');
      const id = this.ids.next();
      await this.supervisions.create(tx, { id, memberId, machineId, during, createdAt: now });
      const made = (await this.supervisions.find(tx, id))!;
      if (memberId !== by.memberId) await this.record(tx, by, 'supervision-planned', made);
      return made;
    });
  }

  /** Bookings that relied on it stay; their members are told. */
  async remove(by: CallerIdentity, id: string): Promise<void> {
    const supervision = await this.supervisions.find(this.db, id);
    if (supervision === undefined) throw new Failure('not-found');
    if (supervision.memberId !== by.memberId && !isStaff(by)) throw new Failure('not-allowed');
    await this.changing(supervision.machineId, async (tx) => {
      if (!(await this.takeAway(tx, supervision))) throw new Failure('not-found');
      if (supervision.memberId !== by.memberId) await this.record(tx, by, 'supervision-removed', supervision);
    });
  }

  /** Whoever may not supervise any more is taken off. */
  private async relieve(memberId: string): Promise<void> {
    for (const supervision of await this.supervisions.ofUnfit(memberId, this.clock.wallMs()))
      await this.changing(supervision.machineId, async (tx) => await this.takeAway(tx, supervision));
  }

  /** False: somebody has done so before. */
  private async takeAway(tx: Transaction, { id, machineId, from, to }: Supervision): Promise<boolean> {
    if (!(await this.supervisions.remove(tx, id))) return false;
    const during: Interval = { from: Date.parse(from), to: Date.parse(to) };
    for (const booking of await bookingsLeftAlone(tx, machineId, during, this.clock.wallMs())) {
      const { memberId } = booking;
      const subject = { kind: 'booking', id: booking.id } as const;
      await this.notices.tell(tx, { memberId, kind: 'supervision-gone', params: namedTime(booking), subject });
    }
    return true;
  }

  private async changing<T>(machineId: string | null, write: (tx: Transaction) => Promise<T>): Promise<T> {
    const { result, machineIds } = await this.db.transaction(async (tx) => {
      const locked = machineId === null ? await lockAllCalendars(tx) : [machineId];
      if (machineId !== null && !(await lockCalendar(tx, machineId))) throw notFitting('machineId', 'unknown-machine');
      const written = await write(tx);
      await bumpMachines(tx, locked);
      return { result: written, machineIds: locked };
    });
    await Promise.all(machineIds.map(async (id) => await this.events.emit('machine-changed', { machineId: id })));
    return result;
  }

  /** A decision about somebody else's time. */
  private async record(tx: Transaction, by: CallerIdentity, action: string, what: Supervision): Promise<void> {
    const { id, memberId, machineId, from, to } = what;
    await this.audit.record(tx, {
      actor: by.memberId,
      action,
      subject: { kind: 'member', id: memberId },
      detail: { id, machineId, from, to },
    });
  }
}
