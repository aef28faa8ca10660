import { Inject, Injectable } from '@nestjs/common';
import type { Workshop, WorkshopChange } from '../../contracts/http/index.js';
import { Database } from '../../platform/database/database.js';
import type { ServiceConfig } from '../../service-config.js';
import { AuditService } from '../audit/index.js';
import { BramaEventBus } from '../events.js';
import { bumpMachines, lockAllCalendars } from '../machines/index.js';
import { WorkshopRepository } from './workshop.repository.js';

/** The settings of the whole workshop. A change of them moves the rights at every machine. */
@Injectable()
export class WorkshopService {
  constructor(
    private readonly db: Database,
    private readonly workshop: WorkshopRepository,
    private readonly audit: AuditService,
    private readonly events: BramaEventBus,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'timeZone'>,
  ) {}

  async get(): Promise<Workshop> {
    return { ...(await this.workshop.get()), timeZone: this.config.timeZone };
  }

  async change(by: string, change: WorkshopChange): Promise<Workshop> {
    const machineIds = await this.db.transaction(async (tx) => {
      const locked = await lockAllCalendars(tx);
      await bumpMachines(tx, locked);
      await this.workshop.change(tx, change);
      await this.audit.record(tx, {
        actor: by,
        action: 'workshop-changed',
        subject: { kind: 'workshop', id: 'workshop' },
        detail: change,
      });
      return locked;
    });
    await Promise.all(machineIds.map(async (machineId) => await this.events.emit('machine-changed', { machineId })));
    return await this.get();
  }
}
