import { Injectable } from '@nestjs/common';
import type { Strike } from '../../contracts/http/index.js';
import type { StoredSetting } from '../../core/booking/settings.js';
import type { Transaction } from '../../platform/database/database.js';
import { IdSource } from '../../platform/ids/ids.js';
import { type KnownBooking, noticeTime } from '../booking/index.js';
import { Notices } from '../notices/index.js';
import { StrikeRepository, strikesCountMs } from './strike.repository.js';

/**
 * What is kept of a booking that was not used. Kept everywhere; told where it has a consequence, and without
 * one for good where it was not told.
 */
@Injectable()
export class Strikes {
  constructor(
    private readonly repository: StrikeRepository,
    private readonly notices: Notices,
    private readonly ids: IdSource,
  ) {}

  async earn(
    tx: Transaction,
    booking: KnownBooking,
    kind: Strike['kind'],
    settings: readonly StoredSetting[],
    at: number,
  ): Promise<void> {
    const { memberId } = booking;
    const told = strikesCountMs(settings) !== undefined;
    const strike = { id: this.ids.next(), memberId, bookingId: booking.id, kind, at, told };
    if (!(await this.repository.add(tx, strike)) || !told) return;
    const subject = { kind: 'strike', id: strike.id } as const;
    await this.notices.tell(tx, { memberId, kind: `strike-${kind}`, params: noticeTime(booking), subject });
  }
}
