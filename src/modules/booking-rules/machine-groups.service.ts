import { Injectable } from '@nestjs/common';
import type { MachineGroup, MachineGroupRemoved, MachineGroupRequest } from '../../contracts/http/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import { AuditService } from '../audit/index.js';
import { BramaEventBus } from '../events.js';
import { bumpMachines, lockAllCalendars } from '../machines/index.js';
import { addScope, removeScope, renameScope } from './named-scopes.repository.js';

/** Machines of one kind: booked as "any of these", and set up together. */
@Injectable()
export class MachineGroupsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly audit: AuditService,
    private readonly events: BramaEventBus,
  ) {}

  async list(): Promise<MachineGroup[]> {
    return await this.db.query<MachineGroup & Record<string, unknown>>(
      `select g.id, g.name, array(select m.id from machine m where m.machine_group_id = g.id and m.retired_at is null
         order by m.id) as "machineIds"
       from machine_group g order by g.id limit 500`,
    );
  }

  async create(by: string, { name }: MachineGroupRequest): Promise<MachineGroup> {
    const id = this.ids.next();
    await this.db.transaction(async (tx) => {
      await addScope(tx, 'machine_group', { id, name }, this.clock.wallMs());
      await this.record(tx, by, 'machine-group-created', id, { name });
    });
    return { id, name, machineIds: [] };
  }

  async rename(by: string, id: string, { name }: MachineGroupRequest): Promise<MachineGroup> {
    await this.db.transaction(async (tx) => {
      if (!(await renameScope(tx, 'machine_group', { id, name }))) throw new Failure('not-found');
      await this.record(tx, by, 'machine-group-renamed', id, { name });
    });
    const group = (await this.list()).find((one) => one.id === id);
    if (group === undefined) throw new Failure('not-found');
    return group;
  }

  async remove(by: string, id: string): Promise<MachineGroupRemoved> {
    const removed = await this.db.transaction(async (tx) => {
      await bumpMachines(tx, await lockAllCalendars(tx));
      const machines = await tx.query<{ id: string }>(
        `select id from machine where machine_group_id = $1 order by id`,
        [id],
      );
      // They go with the group, by the rule of their table.
      const waiting = await tx.query(
        `select from wait_entry where machine_group_id = $1 and state in ('waiting', 'offered')`,
        [id],
      );
      const gone = await removeScope(tx, 'machine_group', id);
      if (gone === undefined) throw new Failure('not-found');
      const along = { machineIds: machines.map((one) => one.id), settings: gone.settings, waiting: waiting.length };
      await this.record(tx, by, 'machine-group-removed', id, { name: gone.name, ...along });
      return along;
    });
    await Promise.all(
      removed.machineIds.map(async (machineId) => await this.events.emit('machine-changed', { machineId })),
    );
    return removed;
  }

  private async record(tx: Transaction, by: string, action: string, id: string, detail: object): Promise<void> {
    await this.audit.record(tx, { actor: by, action, subject: { kind: 'machine-group', id }, detail: { ...detail } });
  }
}
