import { readSecret } from './platform/config/secrets.js';
import type { ServiceConfig } from './service-config.js';

/** Keys outside the database, made at first start (docs/operating.md, "Secrets"). */
export interface ServiceSecrets {
  readonly cardPepper: Buffer;
  readonly siteKey: Buffer;
  /** All credentials of gates are derived from it. */
  readonly gateMaster: Buffer;
  /** Of the service itself, at the broker. */
  readonly mqttPassword: string;
}

export function readServiceSecrets({ secretsDir, mqtt }: Pick<ServiceConfig, 'secretsDir' | 'mqtt'>): ServiceSecrets {
  return {
    cardPepper: readSecret(secretsDir, 'card-pepper'),
    siteKey: readSecret(secretsDir, 'site-key'),
    gateMaster: readSecret(secretsDir, 'gate-master'),
    mqttPassword: mqtt.servicePassword ?? readSecret(secretsDir, 'mqtt-service-password').toString('base64url'),
  };
}

/** One password for all demo accounts: the configured one, or one made at the first start. */
export function demoPassword(config: Pick<ServiceConfig, 'demoPassword' | 'secretsDir'>): string {
  return config.demoPassword ?? readSecret(config.secretsDir, 'demo-password').toString('base64url').slice(0, 16);
}
