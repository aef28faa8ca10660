import { Injectable } from '@nestjs/common';
import type { Outage, OutageQuery, OutageRequest } from '../../contracts/http/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import { AuditService } from '../audit/index.js';
import { standingBookings } from '../booking/index.js';
import { BramaEventBus } from '../events.js';
import { bumpMachines, lockCalendar, MachinesService } from '../machines/index.js';
import { Notices } from '../notices/index.js';
import { OutagesRepository } from './outages.repository.js';
import { askedTime, timeToCome } from './planned-time.js';
import { tellOfPlan } from './told-members.js';

/** When a machine will be out of order. Bookings that stand in it stay, and their members are told. */
@Injectable()
export class OutagesService {
  constructor(
    private readonly db: Database,
    private readonly outages: OutagesRepository,
    private readonly machines: MachinesService,
    private readonly notices: Notices,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly audit: AuditService,
    private readonly events: BramaEventBus,
  ) {}

  async list(machineId: string, query: OutageQuery): Promise<Outage[]> {
    await this.machines.get(machineId);
    const within = askedTime(query, this.clock.wallMs());
    return within === undefined ? [] : await this.outages.list(machineId, within);
  }

  async plan(by: string, machineId: string, request: OutageRequest): Promise<Outage> {
    const now = this.clock.wallMs();
    const during = timeToCome(request, now);
    const { reason } = request;
    const planned = await this.db.transaction(async (tx) => {
      if (!(await lockCalendar(tx, machineId))) throw new Failure('not-found');
      const made = { id: this.ids.next(), machineId, during, reason, createdBy: by, createdAt: now };
      const outage = await this.outages.create(tx, made);
      await bumpMachines(tx, [machineId]);
      const affected = await standingBookings(tx, machineId, during, now);
      await tellOfPlan(this.notices, tx, 'outage-planned', affected, () => reason);
      await this.record(tx, by, 'outage-planned', outage);
      return { ...outage, affected: affected.length };
    });
    await this.events.emit('machine-changed', { machineId });
    return planned;
  }

  async remove(by: string, id: string): Promise<void> {
    const { machineId } = await this.db.transaction(async (tx) => {
      const outage = await this.outages.find(tx, id);
      if (outage === undefined) throw new Failure('not-found');
      await lockCalendar(tx, outage.machineId);
      if (!(await this.outages.remove(tx, id))) throw new Failure('not-found');
      await bumpMachines(tx, [outage.machineId]);
      await this.record(tx, by, 'outage-removed', outage);
      return outage;
    });
    await this.events.emit('machine-changed', { machineId });
  }

  private async record(tx: Transaction, by: string, action: string, outage: Outage): Promise<void> {
    await this.audit.record(tx, {
      actor: by,
      action,
      subject: { kind: 'machine', id: outage.machineId },
      detail: { ...outage },
    });
  }
}
