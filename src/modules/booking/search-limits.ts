import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Failure } from '../../platform/http/failure.js';
import { RateLimit } from '../../platform/http/rate-limit.js';
import { type CallerIdentity, isStaff } from '../auth/index.js';

const windowMs = 60_000;
const memberLimit = { max: 120, windowMs };
const staffLimit = { max: 3_000, windowMs };

/** Reads that search for free times and so cost more than others, per member. */
@Injectable()
export class SearchLimits {
  private readonly limit: RateLimit;

  constructor(clock: Clock) {
    this.limit = new RateLimit(clock);
  }

  take(caller: CallerIdentity): void {
    const retryAfterS = this.limit.take(caller.memberId, isStaff(caller) ? staffLimit : memberLimit);
    if (retryAfterS !== undefined) throw new Failure('too-many-requests', { retryAfterS });
  }
}
