import { Injectable } from '@nestjs/common';
import type { Closure, ClosureQuery, ClosureRequest } from '../../contracts/http/index.js';
import { plannable } from '../../core/plannable.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import { AuditService } from '../audit/index.js';
import { BramaEventBus } from '../events.js';
import { notFitting } from '../not-fitting.js';
import { bumpMachines, lockAllCalendars } from './machine-rows.js';
import { ClosuresRepository } from './closures.repository.js';

/** When the workshop is closed. A change moves the rights at every machine. */
@Injectable()
export class ClosuresService {
  constructor(
    private readonly db: Database,
    private readonly closures: ClosuresRepository,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly audit: AuditService,
    private readonly events: BramaEventBus,
  ) {}

  async list({ from, to }: ClosureQuery): Promise<Closure[]> {
    const start = from === undefined ? this.clock.wallMs() : Date.parse(from);
    const end = to === undefined ? Infinity : Date.parse(to);
    return start < end ? await this.closures.list({ from: start, to: end }) : [];
  }

  async create(by: string, { from, to, reason }: ClosureRequest): Promise<Closure> {
    const during = plannable(from, to);
    if ('fault' in during) throw notFitting(during.field, during.fault);
    return await this.changing(async (tx) => {
      const id = this.ids.next();
      const closure = await this.closures.create(tx, id, during, reason, new Date(this.clock.wallMs()));
      await this.audit.record(tx, {
        actor: by,
        action: 'closure-created',
        subject: { kind: 'closure', id },
        detail: { from, to, reason },
      });
      return closure;
    });
  }

  async remove(by: string, id: string): Promise<void> {
    await this.changing(async (tx) => {
      const closure = await this.closures.remove(tx, id);
      if (closure === undefined) throw new Failure('not-found');
      await this.audit.record(tx, {
        actor: by,
        action: 'closure-removed',
        subject: { kind: 'closure', id },
        detail: closure,
      });
    });
  }

  private async changing<T>(write: (tx: Transaction) => Promise<T>): Promise<T> {
    const { result, machineIds } = await this.db.transaction(async (tx) => {
      const locked = await lockAllCalendars(tx);
      const written = await write(tx);
      await bumpMachines(tx, locked);
      return { result: written, machineIds: locked };
    });
    await Promise.all(machineIds.map(async (machineId) => await this.events.emit('machine-changed', { machineId })));
    return result;
  }
}
