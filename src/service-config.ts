import { resolve } from 'node:path';
import { z } from 'zod';
import { parseEnvironment } from './platform/config/config.js';

const port = z.coerce.number().int().min(0).max(65_535);

/** The environment of the service. Every variable and its default: docs/operating.md, which a test compares with this. */
export const serviceEnvironment = z.object({
  BRAMA_HTTP_HOST: z.string().default('127.0.0.1'),
  BRAMA_HTTP_PORT: port.default(3000),
  BRAMA_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  BRAMA_TRUSTED_PROXY: z.string().optional(),
  BRAMA_MQTT_HOST: z.string().default('127.0.0.1'),
  BRAMA_MQTT_PORT: port.default(1883),
  BRAMA_MQTT_PUBLIC_URL: z.string().optional(),
  BRAMA_DATA_DIR: z.string().default('.brama'),
  BRAMA_SECRETS_DIR: z.string().optional(),
  DATABASE_URL: z.string(),
  DATABASE_OWNER_URL: z.string().optional(),
  MQTT_URL: z.string().optional(),
  /** Admin of mosquitto's dynamic-security plugin; with it the service provisions each gate by itself. */
  MQTT_ADMIN_USERNAME: z
    .string()
    .regex(/[^a-z0-9-]/, 'must not be a possible name of a gate; call it _admin')
    .optional(),
  MQTT_ADMIN_PASSWORD: z.string().optional(),
  BRAMA_MQTT_SERVICE_PASSWORD: z.string().optional(),
  BRAMA_TIME_ZONE: z.string().default('Europe/Warsaw'),
  BRAMA_DEMO: z.enum(['0', '1']).default('0'),
  BRAMA_DEMO_PASSWORD: z.string().min(8).optional(),
  BRAMA_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  BRAMA_POOL_SIZE: z.coerce.number().int().min(2).max(100).default(10),
});

export type ServiceConfig = ReturnType<typeof readServiceConfig>;

export function readServiceConfig(env: Readonly<Record<string, string | undefined>>) {
  const read = parseEnvironment(serviceEnvironment, env);
  const publicUrl = read.BRAMA_PUBLIC_URL ?? `http://localhost:${read.BRAMA_HTTP_PORT}`;
  return {
    http: { host: read.BRAMA_HTTP_HOST, port: read.BRAMA_HTTP_PORT, publicUrl, trustedProxy: read.BRAMA_TRUSTED_PROXY },
    mqtt: {
      /** Undefined: the broker is embedded in this process. */
      url: read.MQTT_URL,
      embedded: { host: read.BRAMA_MQTT_HOST, port: read.BRAMA_MQTT_PORT },
      publicUrl:
        read.BRAMA_MQTT_PUBLIC_URL ?? read.MQTT_URL ?? `mqtt://${read.BRAMA_MQTT_HOST}:${read.BRAMA_MQTT_PORT}`,
      servicePassword: read.BRAMA_MQTT_SERVICE_PASSWORD,
      admin:
        read.MQTT_ADMIN_USERNAME === undefined || read.MQTT_ADMIN_PASSWORD === undefined
          ? undefined
          : { username: read.MQTT_ADMIN_USERNAME, password: read.MQTT_ADMIN_PASSWORD },
    },
    database: { url: read.DATABASE_URL, ownerUrl: read.DATABASE_OWNER_URL, poolSize: read.BRAMA_POOL_SIZE },
    dataDir: read.BRAMA_DATA_DIR,
    /** What the firmware-bridge of the demo is started with, and where it is spoken to. */
    demoBridge: {
      file: resolve(read.BRAMA_DATA_DIR, 'bridge.json'),
      socket: resolve(read.BRAMA_DATA_DIR, 'bridge.sock'),
    },
    secretsDir: read.BRAMA_SECRETS_DIR ?? `${read.BRAMA_DATA_DIR}/secrets`,
    timeZone: read.BRAMA_TIME_ZONE,
    demo: read.BRAMA_DEMO === '1',
    demoPassword: read.BRAMA_DEMO_PASSWORD,
    logLevel: read.BRAMA_LOG_LEVEL,
  };
}
