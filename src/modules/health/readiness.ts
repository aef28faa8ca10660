import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { pulseTopic, serviceFilter } from '../../contracts/mqtt/index.js';
import { brokerHeardWithinMs, clockSkewMaxMs } from '../../core/numbers.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Log } from '../../platform/log/log.js';
import { MqttLink } from '../../platform/mqtt/mqtt-link.js';

export interface Health {
  readonly ready: boolean;
  readonly broker: boolean;
  readonly database: boolean;
  readonly clock: boolean;
}

/**
 * Whether this replica may start or renew anything: it hears itself through the broker, its database answers, and the two
 * clocks agree. A frozen broker accepts connections, so only what came back counts.
 */
@Injectable()
export class Readiness implements OnApplicationBootstrap {
  readonly replica = randomUUID();
  private heardAt = Number.NEGATIVE_INFINITY;
  private databaseAt = Number.NEGATIVE_INFINITY;
  private skewMs = 0;
  private asking = false;

  constructor(
    private readonly link: MqttLink,
    private readonly db: Database,
    private readonly clock: Clock,
    @Inject('log') private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.link.subscribe(serviceFilter, 0);
    this.link.on('message', () => {
      this.heardAt = this.clock.monoMs();
    });
    this.link.on('up', () => this.pulse());
    await this.check();
  }

  mayStart(): boolean {
    return this.now().ready;
  }

  now(): Health {
    const mono = this.clock.monoMs();
    const broker = this.link.connected && mono - this.heardAt <= brokerHeardWithinMs;
    const database = mono - this.databaseAt <= 3 * brokerHeardWithinMs;
    const clock = Math.abs(this.skewMs) <= clockSkewMaxMs;
    return { ready: broker && database && clock, broker, database, clock };
  }

  @Interval(1_500)
  async check(): Promise<void> {
    this.pulse();
    if (this.asking) return;
    this.asking = true;
    try {
      const before = this.clock.wallMs();
      const [row] = await this.db.query<{ ms: number }>(
        'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
      );
      const after = this.clock.wallMs();
      // The answer was made at some time in between: only what lies outside is a difference of clocks.
      const theirs = row?.ms ?? before;
      this.skewMs = theirs < before ? theirs - before : Math.max(0, theirs - after);
      this.databaseAt = this.clock.monoMs();
      if (Math.abs(this.skewMs) > clockSkewMaxMs)
        this.log.error({ skewMs: this.skewMs }, 'the clock differs from the database');
    } catch (error) {
      this.log.warn({ reason: (error as Error).message }, 'the database does not answer');
    } finally {
      this.asking = false;
    }
  }

  private pulse(): void {
    this.link.publish(pulseTopic(this.replica), '1', { qos: 0 });
  }
}
