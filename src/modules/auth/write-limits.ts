import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { Failure } from '../../platform/http/failure.js';
import { RateLimit } from '../../platform/http/rate-limit.js';
import { type CallerIdentity, isStaff } from './caller.js';

const windowMs = 60_000;
const memberLimit = { max: 30, windowMs };
const staffLimit = { max: 3_000, windowMs };

/** Calls that change something, per member. */
@Injectable()
export class WriteLimits {
  private readonly limit: RateLimit;

  constructor(clock: Clock) {
    this.limit = new RateLimit(clock);
  }

  take(caller: CallerIdentity): void {
    const retryAfterS = this.limit.take(caller.memberId, isStaff(caller) ? staffLimit : memberLimit);
    if (retryAfterS !== undefined) throw new Failure('too-many-requests', { retryAfterS });
  }
}
