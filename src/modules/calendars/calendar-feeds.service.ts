import { Inject, Injectable } from '@nestjs/common';
import type { CalendarFeed, CalendarFeedWithUrl } from '../../contracts/http/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { ServiceConfig } from '../../service-config.js';
import { AuditService } from '../audit/index.js';
import { type CallerIdentity, isStaff, newSecretToken, tokenDigest } from '../auth/index.js';
import { notFitting } from '../not-fitting.js';
import { CalendarFeedsRepository } from './calendar-feeds.repository.js';

const liveMax = 20;

/** Links for calendar programs. Who has the address reads the calendar, so it is told once and can be revoked. */
@Injectable()
export class CalendarFeedsService {
  constructor(
    private readonly db: Database,
    private readonly feeds: CalendarFeedsRepository,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly audit: AuditService,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'http'>,
  ) {}

  async of(memberId: string): Promise<CalendarFeed[]> {
    return await this.feeds.of(memberId);
  }

  /** Of one's own bookings, or of a machine. */
  async make(memberId: string, machineId: string | null): Promise<CalendarFeedWithUrl> {
    const token = newSecretToken();
    const made = { id: this.ids.next(), digest: tokenDigest(token), memberId, machineId, at: this.now() };
    const feed = await this.db.transaction(async (tx) => {
      if ((await this.feeds.countLive(tx, memberId)) >= liveMax) throw new Failure('too-many-feeds', { max: liveMax });
      const added = await this.feeds.add(tx, made);
      if (added === undefined) throw notFitting('machineId', 'unknown-machine');
      await this.record(tx, memberId, 'calendar-feed-made', made.id, { machineId });
      return added;
    });
    return { ...feed, url: new URL(`/api/v1/calendars/${token}.ics`, this.config.http.publicUrl).href };
  }

  /** One's own; staff, anybody's. */
  async revoke(by: CallerIdentity, id: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      const revoked = await this.feeds.revoke(tx, id, isStaff(by) ? null : by.memberId, this.now());
      if (!revoked) throw new Failure('not-found');
      await this.record(tx, by.memberId, 'calendar-feed-revoked', id, {});
    });
  }

  private now(): Date {
    return new Date(this.clock.wallMs());
  }

  private async record(tx: Transaction, by: string, action: string, id: string, detail: object): Promise<void> {
    const subject = { kind: 'calendar-feed', id };
    await this.audit.record(tx, { actor: by, action, subject, detail: { ...detail } });
  }
}
