import { Injectable } from '@nestjs/common';
import type { ListQuery } from '../../contracts/http/index.js';
import { Database, type Transaction, violatedConstraint } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { notFitting } from '../not-fitting.js';
import { CardEntity } from './card.entity.js';
import { MemberEntity } from './member.entity.js';

type NewMember = Omit<MemberEntity, 'version' | 'suspendedAt' | 'suspendedReason'>;
type NewCard = Omit<CardEntity, 'blockedAt' | 'blockedReason' | 'retiredAt'>;

const unknownKind = (): Failure => notFitting('membershipKindId', 'unknown-membership-kind');

@Injectable()
export class MembersRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<MemberEntity | null> {
    return await this.database.dataSource.manager.findOneBy(MemberEntity, { id });
  }

  /** In the order of ids, which is that of joining; one more than the limit tells whether there is a next page. */
  async list({ after, limit }: ListQuery): Promise<MemberEntity[]> {
    const members = this.database.dataSource.manager
      .createQueryBuilder(MemberEntity, 'm')
      .orderBy('m.id')
      .take(limit + 1);
    if (after !== undefined) members.where('m.id > :after', { after });
    return await members.getMany();
  }

  async add(tx: Transaction, member: NewMember): Promise<void> {
    try {
      await tx.manager.insert(MemberEntity, member);
    } catch (error) {
      if (violatedConstraint(error) === 'member_email_unique') throw new Failure('email-taken');
      throw violatedConstraint(error) === 'member_membership_kind_id_fkey' ? unknownKind() : error;
    }
  }

  /** Locked before any member, so that it is still there when the member gets it. */
  async lockKind(tx: Transaction, kindId: string): Promise<void> {
    const found = await tx.query(`select from membership_kind where id = $1 for key share`, [kindId]);
    if (found.length === 0) throw unknownKind();
  }

  /** Locked first, before anything else of the member is read or written. */
  async lock(tx: Transaction, id: string): Promise<MemberEntity> {
    const member = await tx.manager.findOne(MemberEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
    if (member === null) throw new Failure('not-found');
    return member;
  }

  async change(tx: Transaction, id: string, change: Partial<MemberEntity>): Promise<void> {
    await tx.manager.update(MemberEntity, { id }, change);
  }

  async hasAdmin(tx: Pick<Transaction, 'query'>): Promise<boolean> {
    const rows = await tx.query(`select from member where 'admin' = any (roles) limit 1`);
    return rows.length > 0;
  }

  async cardsOf(memberId: string): Promise<CardEntity[]> {
    return await this.database.dataSource.manager.find(CardEntity, { where: { memberId }, order: { id: 'asc' } });
  }

  async findCard(id: string): Promise<CardEntity | null> {
    return await this.database.dataSource.manager.findOneBy(CardEntity, { id });
  }

  async addCard(tx: Transaction, card: NewCard): Promise<void> {
    try {
      await tx.manager.insert(CardEntity, card);
    } catch (error) {
      const taken = ['card_digest_unique', 'card_site_digest_unique'].includes(violatedConstraint(error) ?? '');
      // The error of the database names the digests: it goes no further.
      throw taken ? new Failure('card-taken') : error;
    }
  }

  /** As it is now that the member is locked; a retired card is gone. */
  async cardInLock(tx: Transaction, id: string): Promise<CardEntity> {
    const card = await tx.manager.findOneBy(CardEntity, { id });
    if (card === null || card.retiredAt !== null) throw new Failure('not-found');
    return card;
  }

  async changeCard(tx: Transaction, id: string, change: Partial<CardEntity>): Promise<void> {
    await tx.manager.update(CardEntity, { id }, change);
  }
}
