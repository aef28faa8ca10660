import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { isLoopback } from '../../platform/config/loopback.js';
import { Failure } from '../../platform/http/failure.js';
import { networkOf } from '../../platform/http/network-of.js';
import { type Limit, RateLimit } from '../../platform/http/rate-limit.js';

const minuteMs = 60_000;
const perAccountAtAddress: Limit = { max: 5, windowMs: 10 * minuteMs };
/** Over all addresses. High, so that a stranger can hardly lock a member out. */
const perAccount: Limit = { max: 100, windowMs: 60 * minuteMs };
const perAddress: Limit = { max: 20, windowMs: 60 * minuteMs };
/** The machine that the service runs on: everybody behind a proxy that is not configured as trusted, too. */
const perLoopback: Limit = { max: 200, windowMs: 60 * minuteMs };

/**
 * Attempts to log in, counted before the password is looked at, so that many at once count too. One that succeeds is given
 * back: only wrong ones use the limit up.
 */
@Injectable()
export class LoginLimits {
  private readonly limit: RateLimit;

  constructor(clock: Clock) {
    this.limit = new RateLimit(clock);
  }

  begin(address: string, account: string): { succeeded(): void } {
    const network = networkOf(address);
    const who = account.toLowerCase();
    const wanted: readonly (readonly [string, Limit])[] = [
      // The address first: an attempt that it refuses opens no window for a name that was made up.
      [`address ${network}`, isLoopback(address) ? perLoopback : perAddress],
      [`account ${who}`, perAccount],
      [`both ${network} ${who}`, perAccountAtAddress],
    ];
    const taken: string[] = [];
    const giveBack = (): void => taken.forEach((key) => this.limit.giveBack(key));
    for (const [key, limit] of wanted) {
      const retryAfterS = this.limit.take(key, limit);
      if (retryAfterS !== undefined) {
        giveBack();
        throw new Failure('too-many-requests', { retryAfterS });
      }
      taken.push(key);
    }
    return { succeeded: giveBack };
  }
}
