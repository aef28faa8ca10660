import { Inject, Injectable } from '@nestjs/common';
import type { Card, CardRequest } from '../../contracts/http/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { ServiceSecrets } from '../../service-secrets.js';
import { AuditService } from '../audit/index.js';
import { type CallerIdentity, isStaff } from '../auth/index.js';
import { BramaEventBus } from '../events.js';
import { cardDigest, cardSiteDigest, isRandomUid } from './card-digest.js';
import type { CardEntity } from './card.entity.js';
import type { MemberEntity } from './member.entity.js';
import { mayLookAfter } from './member-policy.js';
import { MembersRepository } from './members.repository.js';

interface CardDecision {
  readonly action: 'card-blocked' | 'card-unblocked' | 'card-retired';
  readonly change: Partial<CardEntity>;
  readonly detail?: Readonly<Record<string, unknown>>;
}

@Injectable()
export class CardsService {
  constructor(
    private readonly database: Database,
    private readonly members: MembersRepository,
    private readonly audit: AuditService,
    private readonly events: BramaEventBus,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    @Inject('secrets') private readonly secrets: Pick<ServiceSecrets, 'cardPepper' | 'siteKey'>,
  ) {}

  async list(caller: CallerIdentity, memberId: string): Promise<Card[]> {
    const known = isOwnOrStaff(caller, memberId) && (await this.members.find(memberId)) !== null;
    if (!known) throw new Failure('not-found');
    return (await this.members.cardsOf(memberId)).map(cardView);
  }

  async add(caller: CallerIdentity, memberId: string, { tech, uid, label }: CardRequest): Promise<Card> {
    if (isRandomUid(tech, uid)) throw new Failure('card-random-uid');
    const id = this.ids.next();
    await this.database.transaction(async (tx) => {
      const member = await this.members.lock(tx, memberId);
      if (!mayLookAfter(caller, member) && memberId !== caller.memberId) throw new Failure('not-allowed');
      await this.members.addCard(tx, {
        id,
        memberId,
        tech,
        label: label ?? (member.language === 'pl' ? 'Karta' : 'Card'),
        digest: cardDigest(this.secrets.cardPepper, tech, uid),
        siteDigest: cardSiteDigest(this.secrets.siteKey, tech, uid),
        createdAt: new Date(this.clock.wallMs()),
      });
      const subject = { kind: 'card', id };
      await this.audit.record(tx, {
        actor: caller.memberId,
        action: 'card-added',
        subject,
        detail: { memberId, tech },
      });
    });
    return await this.view(id);
  }

  /** Staff, and whoever has lost their own card. */
  async block(caller: CallerIdentity, id: string, reason: string): Promise<Card> {
    const change = { blockedAt: new Date(this.clock.wallMs()), blockedReason: reason };
    return await this.decide(caller, id, { action: 'card-blocked', change, detail: { reason } });
  }

  async unblock(caller: CallerIdentity, id: string): Promise<Card> {
    return await this.decide(caller, id, {
      action: 'card-unblocked',
      change: { blockedAt: null, blockedReason: null },
    });
  }

  async retire(caller: CallerIdentity, id: string): Promise<void> {
    await this.decide(caller, id, { action: 'card-retired', change: { retiredAt: new Date(this.clock.wallMs()) } });
  }

  private async decide(
    caller: CallerIdentity,
    id: string,
    { action, change, detail = {} }: CardDecision,
  ): Promise<Card> {
    const found = await this.members.findCard(id);
    if (found === null || !isOwnOrStaff(caller, found.memberId)) throw new Failure('not-found');
    await this.database.transaction(async (tx) => {
      const member = await this.lockOwner(tx, caller, found.memberId);
      await this.members.cardInLock(tx, id);
      await this.members.changeCard(tx, id, change);
      await this.members.change(tx, member.id, { version: member.version + 1 });
      const subject = { kind: 'card', id };
      await this.audit.record(tx, {
        actor: caller.memberId,
        action,
        subject,
        detail: { ...detail, memberId: member.id },
      });
    });
    if (action !== 'card-unblocked') await this.events.emit('member-right-withdrawn', { memberId: found.memberId });
    return await this.view(id);
  }

  private async lockOwner(tx: Transaction, caller: CallerIdentity, memberId: string): Promise<MemberEntity> {
    const member = await this.members.lock(tx, memberId);
    if (caller.memberId !== memberId && !mayLookAfter(caller, member)) throw new Failure('not-allowed');
    return member;
  }

  private async view(id: string): Promise<Card> {
    const card = await this.members.findCard(id);
    if (card === null) throw new Failure('not-found');
    return cardView(card);
  }
}

const isOwnOrStaff = (caller: CallerIdentity, memberId: string): boolean =>
  caller.memberId === memberId || isStaff(caller);

function cardView({ id, memberId, tech, label, blockedAt, blockedReason, retiredAt, createdAt }: CardEntity): Card {
  return {
    id,
    memberId,
    tech,
    label,
    blockedAt: blockedAt?.toISOString() ?? null,
    blockedReason,
    retiredAt: retiredAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}
