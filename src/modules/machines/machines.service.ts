import { Injectable } from '@nestjs/common';
import type { ListQuery, Machine, MachineChange, MachineRequest, Page } from '../../contracts/http/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import { AuditService } from '../audit/index.js';
import { BramaEventBus } from '../events.js';
import { lockAllCalendars, lockCalendar } from './machine-rows.js';
import { MachinesRepository } from './machines.repository.js';

@Injectable()
export class MachinesService {
  constructor(
    private readonly db: Database,
    private readonly machines: MachinesRepository,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly audit: AuditService,
    private readonly events: BramaEventBus,
  ) {}

  async list(query: ListQuery): Promise<Page<Machine>> {
    return await this.machines.list(query);
  }

  async get(id: string): Promise<Machine> {
    const machine = await this.machines.find(id);
    if (machine === undefined) throw new Failure('not-found');
    return machine;
  }

  async create(by: string, request: MachineRequest): Promise<Machine> {
    const id = this.ids.next();
    await this.db.transaction(async (tx) => {
      await this.machines.create(tx, id, new Date(this.clock.wallMs()), request);
      await this.audit.record(tx, {
        actor: by,
        action: 'machine-created',
        subject: { kind: 'machine', id },
        detail: request,
      });
    });
    await this.events.emit('machine-changed', { machineId: id });
    return await this.get(id);
  }

  async change(by: string, id: string, change: MachineChange): Promise<Machine> {
    await this.db.transaction(async (tx) => {
      // Two machines that come to need each other at the same time would not see it.
      if (change.needsIds !== undefined) await lockAllCalendars(tx);
      if (!(await lockCalendar(tx, id))) throw new Failure('not-found');
      await this.machines.change(tx, id, change);
      await this.audit.record(tx, {
        actor: by,
        action: 'machine-changed',
        subject: { kind: 'machine', id },
        detail: change,
      });
    });
    await this.events.emit('machine-changed', { machineId: id });
    return await this.get(id);
  }
}
