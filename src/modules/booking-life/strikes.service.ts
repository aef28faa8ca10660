import { Injectable } from '@nestjs/common';
import type { AppealDecision, Page, Strike, StrikeQuery } from '../../contracts/http/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { AuditService } from '../audit/index.js';
import { type CallerIdentity, isStaff } from '../auth/index.js';
import { Notices } from '../notices/index.js';
import { type KnownStrike, StrikeRepository } from './strike.repository.js';

@Injectable()
export class StrikesService {
  constructor(
    private readonly db: Database,
    private readonly strikes: StrikeRepository,
    private readonly notices: Notices,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** One's own; staff see everybody's. */
  async list(by: CallerIdentity, query: StrikeQuery): Promise<Page<Strike>> {
    if (isStaff(by)) return await this.strikes.list(query.member, query);
    if (query.member !== undefined && query.member !== by.memberId) throw new Failure('not-allowed');
    return await this.strikes.list(by.memberId, query);
  }

  async appeal(by: CallerIdentity, id: string, text: string): Promise<Strike> {
    const { strike } = await this.known(id, (found) => found.memberId === by.memberId);
    if (!(await this.strikes.appeal(strike.id, text, this.clock.wallMs()))) throw new Failure('conflict');
    return (await this.known(id)).strike;
  }

  /** A strike can be taken back without an appeal, too. Nobody decides about an own one. */
  async decide(by: CallerIdentity, id: string, { waive, answer }: AppealDecision): Promise<Strike> {
    const { strike, machineName, from, to } = await this.known(id);
    const { memberId } = strike;
    if (memberId === by.memberId) throw new Failure('not-allowed');
    await this.db.transaction(async (tx) => {
      const decision = { waive, answer, by: by.memberId, at: this.clock.wallMs() };
      if (!(await this.strikes.decide(tx, strike, decision))) throw new Failure('conflict');
      const params = { machinePl: machineName.pl, machineEn: machineName.en, from, to, answer };
      await this.notices.tell(tx, {
        memberId,
        kind: waive ? 'strike-waived' : 'strike-kept',
        params,
        subject: { kind: 'strike', id },
      });
      await this.audit.record(tx, {
        actor: by.memberId,
        action: waive ? 'strike-waived' : 'strike-kept',
        subject: { kind: 'member', id: memberId },
        detail: { strikeId: id, bookingId: strike.bookingId, answer },
      });
    });
    return (await this.known(id)).strike;
  }

  /** Somebody else's strike does not exist. */
  private async known(id: string, mine: (strike: Strike) => boolean = () => true): Promise<KnownStrike> {
    const found = await this.strikes.find(id);
    if (found === undefined || !mine(found.strike)) throw new Failure('not-found');
    return found;
  }
}
