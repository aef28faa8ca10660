import { z } from 'zod';
import { bilingual, id } from './basics.js';

/** Most specific first; the first that says something about a rule wins. */
export const settingScopes = ['machine', 'group', 'membership', 'workshop'] as const;
export const settingScope = z
  .strictObject({ kind: z.enum(settingScopes), id: id.nullable().default(null) })
  .refine(({ kind, id: of }) => (kind === 'workshop') === (of === null), { path: ['id'], message: 'scope-id' });
export type SettingScope = z.infer<typeof settingScope>;

/** Of one rule or policy: what it says, what can be set, and the form for it. */
export const settingKind = z.object({
  code: z.string(),
  kind: z.enum(['rule', 'policy']),
  title: bilingual,
  says: bilingual,
  override: z.enum(['nobody', 'staff']).nullable(),
  /** JSON Schema of its settings. */
  schema: z.record(z.string(), z.unknown()),
  /** Labels of its fields, by name. */
  fields: z.record(z.string(), z.object({ label: bilingual, hint: bilingual.nullable(), unit: bilingual.nullable() })),
  /** What holds where nobody says anything. */
  defaults: z.record(z.string(), z.unknown()),
});
export type SettingKind = z.infer<typeof settingKind>;

export const storedSetting = z.object({
  code: z.string(),
  scope: z.object({ kind: z.enum(settingScopes), id: id.nullable(), name: bilingual.nullable() }),
  settings: z.record(z.string(), z.unknown()),
});
export type StoredSetting = z.infer<typeof storedSetting>;
export const bookingSettings = z.object({ kinds: z.array(settingKind), stored: z.array(storedSetting) });
export type BookingSettings = z.infer<typeof bookingSettings>;

/** Whole settings of one rule at one scope; null takes what the scope said away. */
export const settingChange = z.strictObject({
  scope: settingScope,
  settings: z.record(z.string(), z.unknown()).nullable(),
});
export type SettingChange = z.infer<typeof settingChange>;

/** What holds for one machine (and one member), and where each value comes from. */
export const machineRules = z.object({
  machineId: id,
  rules: z.array(
    z.object({
      code: z.string(),
      title: bilingual,
      /** With its numbers, as a member reads it; null: it asks nothing here. */
      text: bilingual.nullable(),
      settings: z.record(z.string(), z.unknown()),
      from: z.object({ kind: z.enum([...settingScopes, 'default']), id: id.nullable(), name: bilingual.nullable() }),
      override: z.enum(['nobody', 'staff']).nullable(),
    }),
  ),
});
export const machineRulesQuery = z.object({ member: id.optional() });
export type MachineRulesQuery = z.infer<typeof machineRulesQuery>;
export type MachineRules = z.infer<typeof machineRules>;

export const machineGroupRequest = z.strictObject({ name: bilingual });
export type MachineGroupRequest = z.infer<typeof machineGroupRequest>;
export const machineGroup = z.object({ id, name: bilingual, machineIds: z.array(id) });
export type MachineGroup = z.infer<typeof machineGroup>;

/** What went with it. The machines stay, each by itself. */
export const machineGroupRemoved = z.object({
  machineIds: z.array(id),
  /** Codes of the rules and policies that it had settings of. */
  settings: z.array(z.string()),
  /** So many members had waited for any of its machines. */
  waiting: z.int(),
});
export type MachineGroupRemoved = z.infer<typeof machineGroupRemoved>;

export const membershipKindRequest = z.strictObject({ name: bilingual });
export type MembershipKindRequest = z.infer<typeof membershipKindRequest>;
export const membershipKind = z.object({ id, name: bilingual });
export type MembershipKind = z.infer<typeof membershipKind>;

/** What went with it. The members stay, without a kind. */
export const membershipKindRemoved = z.object({ members: z.int(), settings: z.array(z.string()) });
export type MembershipKindRemoved = z.infer<typeof membershipKindRemoved>;
