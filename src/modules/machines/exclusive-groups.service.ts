import { Injectable } from '@nestjs/common';
import type { ExclusiveGroup, ExclusiveGroupRequest } from '../../contracts/http/index.js';
import { Database } from '../../platform/database/database.js';
import { IdSource } from '../../platform/ids/ids.js';
import { AuditService } from '../audit/index.js';
import { ExclusiveGroupEntity } from './exclusive-group.entity.js';

@Injectable()
export class ExclusiveGroupsService {
  constructor(
    private readonly db: Database,
    private readonly ids: IdSource,
    private readonly audit: AuditService,
  ) {}

  async list(): Promise<ExclusiveGroup[]> {
    return await this.db.dataSource.manager.find(ExclusiveGroupEntity, { order: { id: 'asc' }, take: 500 });
  }

  async create(by: string, { name }: ExclusiveGroupRequest): Promise<ExclusiveGroup> {
    const id = this.ids.next();
    await this.db.transaction(async (tx) => {
      await tx.manager.insert(ExclusiveGroupEntity, { id, name });
      await this.audit.record(tx, {
        actor: by,
        action: 'exclusive-group-created',
        subject: { kind: 'exclusive-group', id },
        detail: { name },
      });
    });
    return { id, name };
  }
}
