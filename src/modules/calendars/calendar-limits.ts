import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { isLoopback } from '../../platform/config/loopback.js';
import { Failure } from '../../platform/http/failure.js';
import { networkOf } from '../../platform/http/network-of.js';
import { type Limit, RateLimit } from '../../platform/http/rate-limit.js';

const windowMs = 60_000;
/** Some services read the calendars of all their users from a few addresses. */
const perAddress: Limit = { max: 120, windowMs };
/** The machine that the service runs on: everybody behind a proxy that is not configured as trusted, too. */
const perLoopback: Limit = { max: 1_200, windowMs };

/** How often calendars are read, by whoever has no account here. */
@Injectable()
export class CalendarLimits {
  private readonly limit: RateLimit;

  constructor(clock: Clock) {
    this.limit = new RateLimit(clock);
  }

  take(address: string): void {
    const retryAfterS = this.limit.take(networkOf(address), isLoopback(address) ? perLoopback : perAddress);
    if (retryAfterS !== undefined) throw new Failure('too-many-requests', { retryAfterS });
  }
}
