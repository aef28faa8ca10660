import type { Provider } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { Log } from '../../platform/log/log.js';
import type { ServiceConfig } from '../../service-config.js';
import type { ServiceSecrets } from '../../service-secrets.js';
import { BrokerAccess, type BrokerAccessParts, GateCredentials } from './broker-access.js';
import { EmbeddedBrokerAccess } from './embedded-broker-access.js';
import { HandmadeBrokerAccess, MosquittoBrokerAccess } from './mosquitto-broker-access.js';

/** The access to the broker that the configuration names. */
export function brokerAccessOf(parts: BrokerAccessParts): BrokerAccess {
  if (parts.mqtt.url === undefined) return new EmbeddedBrokerAccess(parts);
  return parts.mqtt.admin === undefined ? new HandmadeBrokerAccess(parts) : new MosquittoBrokerAccess(parts);
}

/** That access, started: the embedded broker listens before anything connects. */
export const brokerAccessProvider: Provider = {
  provide: BrokerAccess,
  inject: ['config', 'secrets', GateCredentials, Clock, IdSource, 'log'],
  useFactory: async (
    { mqtt }: ServiceConfig,
    secrets: ServiceSecrets,
    gates: GateCredentials,
    clock: Clock,
    ids: IdSource,
    log: Log,
  ): Promise<BrokerAccess> => {
    const access = brokerAccessOf({ mqtt, secrets, gates, clock, ids, log });
    await access.start();
    return access;
  },
};
