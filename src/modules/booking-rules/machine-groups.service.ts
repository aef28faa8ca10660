import { Injectable } from '@nestjs/common';
import type { MachineGroup, MachineGroupRemoved, MachineGroupRequest } from '../../contracts/http/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import { AuditService } from '../audit/index.js';
import { BookingDesk } from '../booking/index.js';
import { BramaEventBus } from '../events.js';
import { bumpMachines, lockAllCalendars } from '../machines/index.js';
import { Notices } from '../notices/index.js';
import { addScope, removeScope, renameScope } from './named-scopes.repository.js';

interface WaitingRow {
  readonly memberId: string;
  readonly from: Date;
  readonly to: Date;
  /** The booking that is held for the member. */
  readonly offer: string | null;
}

const isOffer = ({ state, heldFor }: { readonly state: string; readonly heldFor: string | null }): boolean =>
  state === 'held' && heldFor === 'claim';
const nothingElse = async (): Promise<void> => undefined;

/** Machines of one kind: booked as "any of these", and set up together. */
@Injectable()
export class MachineGroupsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly audit: AuditService,
    private readonly events: BramaEventBus,
    private readonly notices: Notices,
    private readonly desk: BookingDesk,
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
    const { along: removed, offers } = await this.db.transaction(async (tx) => {
      await bumpMachines(tx, await lockAllCalendars(tx));
      const machines = await tx.query<{ id: string }>(
        `select id from machine where machine_group_id = $1 order by id`,
        [id],
      );
      const waiting = await this.waitingFor(tx, id);
      const gone = await removeScope(tx, 'machine_group', id);
      if (gone === undefined) throw new Failure('not-found');
      const along = { machineIds: machines.map((one) => one.id), settings: gone.settings, waiting: waiting.length };
      const { pl: machinePl, en: machineEn } = gone.name;
      const told = waiting.map(({ memberId, from, to }) => {
        const params = { machinePl, machineEn, from: from.getTime(), to: to.getTime() };
        return { memberId, kind: 'wait-group-gone' as const, params };
      });
      await this.notices.tellEach(tx, told);
      await this.record(tx, by, 'machine-group-removed', id, { name: gone.name, ...along });
      return { along, offers: waiting.flatMap(({ offer }) => offer ?? []) };
    });
    for (const offer of offers) await this.desk.end(offer, { as: 'not-claimed', by, when: isOffer }, nothingElse);
    await Promise.all(
      removed.machineIds.map(async (machineId) => await this.events.emit('machine-changed', { machineId })),
    );
    return removed;
  }

  /** Who waits for any machine of the group: the wishes go with it, by the rule of their table. */
  private async waitingFor(tx: Transaction, groupId: string): Promise<WaitingRow[]> {
    return await tx.query<WaitingRow>(
      `select member_id as "memberId", lower(within) as "from", upper(within) as "to",
         case state when 'offered' then booking_id end as offer
       from wait_entry where machine_group_id = $1 and state in ('waiting', 'offered') order by id`,
      [groupId],
    );
  }

  private async record(tx: Transaction, by: string, action: string, id: string, detail: object): Promise<void> {
    await this.audit.record(tx, { actor: by, action, subject: { kind: 'machine-group', id }, detail: { ...detail } });
  }
}
