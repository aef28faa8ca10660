import type { Provisioning } from '../../contracts/http/index.js';
import type { Clock } from '../../platform/clock/clock.js';
import type { IdSource } from '../../platform/ids/ids.js';
import type { Log } from '../../platform/log/log.js';
import type { ServiceConfig } from '../../service-config.js';
import type { GateCredentialFacts, GateRepository } from './gate.repository.js';

/** How the service itself connects. */
export interface ServiceConnection {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly protocolVersion: 4 | 5;
}

export interface BrokerAccessParts {
  readonly mqtt: ServiceConfig['mqtt'];
  /** The secret from which all credentials are derived. */
  readonly master: Uint8Array;
  readonly gates: Pick<GateRepository, 'credential' | 'credentials'>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

/** Who may connect to the broker, whichever it is. Starts and stops with the application. */
export abstract class BrokerAccess {
  abstract readonly connection: ServiceConnection;
  /** Where gates connect. */
  abstract readonly gateUrl: string;
  abstract start(): Promise<void>;
  abstract stop(): Promise<void>;
  /** Gives a gate its present credential; an older one is void and its client disconnected. */
  abstract provision(gate: GateCredentialFacts): Promise<Provisioning>;
  /** Disconnects a gate for good. */
  abstract revoke(slug: string): Promise<void>;
  /** Makes the broker know what the database says. */
  abstract provisionAll(): Promise<void>;

  /** Last of all: the links close first. */
  async onApplicationShutdown(): Promise<void> {
    await this.stop();
  }
}
