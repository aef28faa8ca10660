import type { Provisioning } from '../../contracts/http/index.js';
import type { Clock } from '../../platform/clock/clock.js';
import type { BrokerCounts } from '../../platform/embedded/broker.js';
import type { IdSource } from '../../platform/ids/ids.js';
import type { Log } from '../../platform/log/log.js';
import type { ServiceConfig } from '../../service-config.js';
import type { ServiceSecrets } from '../../service-secrets.js';
import type { GateCredentialFacts } from './gate-credential.js';

/** How the service itself connects. */
export interface ServiceConnection {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly protocolVersion: 4 | 5;
}

/** The gates in use, as whoever looks after them knows them; handed to the broker. */
export abstract class GateCredentials {
  abstract credential(slug: string): Promise<GateCredentialFacts | undefined>;
  abstract credentials(): Promise<readonly GateCredentialFacts[]>;
}

export interface BrokerAccessParts {
  readonly mqtt: Omit<ServiceConfig['mqtt'], 'servicePassword'>;
  readonly secrets: Pick<ServiceSecrets, 'gateMaster' | 'mqttPassword'>;
  readonly gates: GateCredentials;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

/** Who may connect to the broker, whichever it is. */
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

  /** What the embedded broker has counted; another broker counts for itself. */
  counts(): BrokerCounts | undefined {
    return undefined;
  }
}
