import { Injectable } from '@nestjs/common';
import {
  type ListQuery,
  type Member,
  type MemberChange,
  type MemberRequest,
  type Page,
  pageOf,
} from '../../contracts/http/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import { AuditService } from '../audit/index.js';
import { AuthService, type CallerIdentity, hashPassword, hasRole, isStaff } from '../auth/index.js';
import { BramaEventBus } from '../events.js';
import type { MemberEntity } from './member.entity.js';
import { mayGrant, mayLookAfter, maySee, memberView } from './member-policy.js';
import { MembersRepository } from './members.repository.js';

@Injectable()
export class MembersService {
  constructor(
    private readonly database: Database,
    private readonly members: MembersRepository,
    private readonly auth: AuthService,
    private readonly audit: AuditService,
    private readonly events: BramaEventBus,
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  async list(caller: CallerIdentity, query: ListQuery): Promise<Page<Member>> {
    if (!isStaff(caller) && !hasRole(caller, 'instructor')) {
      return { items: [await this.get(caller, caller.memberId)], next: null };
    }
    const found = await this.members.list(query);
    return pageOf(
      found.map((member) => memberView(caller, member)),
      query.limit,
      ({ id }) => id,
    );
  }

  async get(caller: CallerIdentity, id: string): Promise<Member> {
    const member = maySee(caller, id) ? await this.members.find(id) : null;
    if (member === null) throw new Failure('not-found');
    return memberView(caller, member);
  }

  async create(caller: CallerIdentity, request: MemberRequest): Promise<Member> {
    if (!mayGrant(caller, request.roles)) throw new Failure('not-allowed');
    const passwordHash = request.password === undefined ? null : await hashPassword(request.password);
    const id = await this.database.transaction(
      async (tx) => await this.addMember(tx, caller.memberId, request, passwordHash),
    );
    return await this.get(caller, id);
  }

  /** For a creator who is not signed in, `actor` is null. */
  async addMember(
    tx: Transaction,
    actor: string | null,
    { name, email, roles, language, membershipUntil, membershipKindId }: MemberRequest,
    passwordHash: string | null,
  ): Promise<string> {
    const id = this.ids.next();
    await this.members.add(tx, {
      id,
      name,
      email,
      passwordHash,
      language,
      roles: [...new Set(roles)],
      membershipUntil: membershipUntil === null ? null : new Date(membershipUntil),
      membershipKindId,
      createdAt: new Date(this.clock.wallMs()),
    });
    const detail = { name, email, roles, membershipUntil, membershipKindId };
    await this.audit.record(tx, { actor, action: 'member-created', subject: { kind: 'member', id }, detail });
    return id;
  }

  async change(caller: CallerIdentity, id: string, request: MemberChange): Promise<Member> {
    const lost = await this.database.transaction(async (tx) => {
      if (request.membershipKindId != null) await this.members.lockKind(tx, request.membershipKindId);
      const before = await this.lockToLookAfter(tx, caller, id);
      const roles = request.roles && [...new Set(request.roles)];
      if (roles !== undefined && !sameRoles(roles, before.roles)) {
        // Nobody's own roles are theirs to change, and so there is always an admin left.
        if (id === caller.memberId || !mayGrant(caller, roles)) throw new Failure('not-allowed');
      }
      const after = {
        name: request.name ?? before.name,
        language: request.language ?? before.language,
        roles: roles ?? before.roles,
        membershipUntil: request.membershipUntil === undefined ? before.membershipUntil : day(request.membershipUntil),
        membershipKindId: request.membershipKindId === undefined ? before.membershipKindId : request.membershipKindId,
      };
      const rightsMoved =
        !sameRoles(after.roles, before.roles) ||
        timeOf(after) !== timeOf(before) ||
        after.membershipKindId !== before.membershipKindId;
      await this.members.change(tx, id, { ...after, version: before.version + (rightsMoved ? 1 : 0) });
      const subject = { kind: 'member', id };
      await this.audit.record(tx, {
        actor: caller.memberId,
        action: 'member-changed',
        subject,
        detail: { ...request },
      });
      return timeOf(after) < timeOf(before) || before.roles.some((role) => !after.roles.includes(role));
    });
    if (lost) await this.events.emit('member-right-withdrawn', { memberId: id });
    return await this.get(caller, id);
  }

  async suspend(caller: CallerIdentity, id: string, reason: string): Promise<Member> {
    if (id === caller.memberId) throw new Failure('not-allowed');
    const ended = await this.database.transaction(async (tx) => {
      const member = await this.lockToLookAfter(tx, caller, id);
      const suspendedAt = member.suspendedAt ?? new Date(this.clock.wallMs());
      await this.members.change(tx, id, { suspendedAt, suspendedReason: reason, version: member.version + 1 });
      const signIns = await this.auth.endSignInsOf(tx, id);
      const subject = { kind: 'member', id };
      await this.audit.record(tx, { actor: caller.memberId, action: 'member-suspended', subject, detail: { reason } });
      return signIns;
    });
    await this.events.emit('member-right-withdrawn', { memberId: id });
    await this.auth.tellEnded(ended);
    return await this.get(caller, id);
  }

  async reinstate(caller: CallerIdentity, id: string): Promise<Member> {
    await this.database.transaction(async (tx) => {
      const { version } = await this.lockToLookAfter(tx, caller, id);
      await this.members.change(tx, id, { suspendedAt: null, suspendedReason: null, version: version + 1 });
      const subject = { kind: 'member', id };
      await this.audit.record(tx, { actor: caller.memberId, action: 'member-reinstated', subject });
    });
    return await this.get(caller, id);
  }

  private async lockToLookAfter(tx: Transaction, caller: CallerIdentity, id: string): Promise<MemberEntity> {
    const member = await this.members.lock(tx, id);
    if (!mayLookAfter(caller, member)) throw new Failure('not-allowed');
    return member;
  }
}

const day = (instant: string | null): Date | null => (instant === null ? null : new Date(instant));
/** A membership without an end outlasts every other. */
const timeOf = ({ membershipUntil }: Pick<MemberEntity, 'membershipUntil'>): number =>
  membershipUntil?.getTime() ?? Number.POSITIVE_INFINITY;
const sameRoles = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((role) => b.includes(role));
