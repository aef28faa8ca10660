import { Injectable } from '@nestjs/common';
import type { MembershipKind, MembershipKindRemoved, MembershipKindRequest } from '../../contracts/http/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import { AuditService } from '../audit/index.js';
import { leaveMembershipKind } from '../members/index.js';
import { addScope, removeScope, renameScope } from './named-scopes.repository.js';

/** Kinds of membership, each of which may have rules of its own. */
@Injectable()
export class MembershipKindsService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly audit: AuditService,
  ) {}

  async list(): Promise<MembershipKind[]> {
    return await this.db.query<MembershipKind & Record<string, unknown>>(
      `select id, name from membership_kind order by id limit 500`,
    );
  }

  async create(by: string, { name }: MembershipKindRequest): Promise<MembershipKind> {
    const id = this.ids.next();
    await this.db.transaction(async (tx) => {
      await addScope(tx, 'membership_kind', { id, name }, this.clock.wallMs());
      await this.record(tx, by, 'membership-kind-created', id, { name });
    });
    return { id, name };
  }

  async rename(by: string, id: string, { name }: MembershipKindRequest): Promise<MembershipKind> {
    await this.db.transaction(async (tx) => {
      if (!(await renameScope(tx, 'membership_kind', { id, name }))) throw new Failure('not-found');
      await this.record(tx, by, 'membership-kind-renamed', id, { name });
    });
    return { id, name };
  }

  /** What was decided for its members from its settings is decided again: their versions rise. */
  async remove(by: string, id: string): Promise<MembershipKindRemoved> {
    return await this.db.transaction(async (tx) => {
      // Before any member, as when a member gets the kind.
      const found = await tx.query(`select from membership_kind where id = $1 for update`, [id]);
      if (found.length === 0) throw new Failure('not-found');
      const members = await leaveMembershipKind(tx, id);
      const gone = await removeScope(tx, 'membership_kind', id);
      const along = { members, settings: gone?.settings ?? [] };
      await this.record(tx, by, 'membership-kind-removed', id, { name: gone?.name, ...along });
      return along;
    });
  }

  private async record(tx: Transaction, by: string, action: string, id: string, detail: object): Promise<void> {
    await this.audit.record(tx, { actor: by, action, subject: { kind: 'membership-kind', id }, detail: { ...detail } });
  }
}
