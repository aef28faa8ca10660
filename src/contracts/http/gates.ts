import { z } from 'zod';
import { failSafeClasses } from '../../core/kinds.js';
import { id, instant, slug } from './basics.js';

export const failSafeClass = z.enum(failSafeClasses);

export const gateRequest = z.strictObject({ machineId: id, slug, signed: z.boolean().default(false) });
export type GateRequest = z.infer<typeof gateRequest>;
export const gate = z.object({
  id,
  machineId: id,
  slug: z.string(),
  signed: z.boolean(),
  online: z.boolean(),
  contactAt: instant.nullable(),
  failSafeClass,
  drilledAt: instant.nullable(),
  fault: z.string().nullable(),
  retiredAt: instant.nullable(),
  createdAt: instant,
});
export type Gate = z.infer<typeof gate>;
/** Whether the broker knows a credential already, will once it is reached, or has to be told by hand. */
export const provisioning = z.enum(['done', 'pending', 'by-hand']);
export type Provisioning = z.infer<typeof provisioning>;
/** The credential of a gate, shown once. `key` signs payloads (base64url, 32 bytes). */
export const gateCredential = gate.extend({
  username: z.string(),
  password: z.string(),
  key: z.string(),
  mqttUrl: z.string(),
  provisioning,
});
export type GateCredential = z.infer<typeof gateCredential>;
export const drillRequest = z.strictObject({
  failSafeClass,
  note: z.string().max(2000).default(''),
});
export type DrillRequest = z.infer<typeof drillRequest>;
