import { z } from 'zod';
import type { SettingKind } from '../../contracts/http/index.js';
import { bookingPolicies } from '../../core/booking/policies/index.js';
import type { BookingSetting } from '../../core/booking/rule.js';
import { bookingRules } from '../../core/booking/rules/index.js';
import { type SettingWords, settingWords } from '../../core/words/booking-settings.js';

type Described = BookingSetting & Pick<SettingKind, 'kind' | 'override'>;

/** Every rule and policy, in the order in which they are shown. */
export const bookingSettings: readonly Described[] = [
  ...bookingRules.map(({ code, says, params, override }) => ({ code, says, params, override, kind: 'rule' as const })),
  ...bookingPolicies.map(({ code, says, params }) => ({ code, says, params, override: null, kind: 'policy' as const })),
];

export function wordsOf(code: string): SettingWords {
  const words = settingWords.get(code);
  if (words === undefined) throw new Error(`no words for the booking setting ${code}`);
  return words;
}

/** Those in which anything can be set, with the form for it. */
export const settingKinds: readonly SettingKind[] = bookingSettings
  .map(kindOf)
  .filter(({ fields }) => Object.keys(fields).length > 0);

export const settable = (code: string): Described | undefined =>
  settingKinds.some((kind) => kind.code === code) ? bookingSettings.find((one) => one.code === code) : undefined;

function kindOf({ code, kind, override, params }: Described): SettingKind {
  const { title, says, fields } = wordsOf(code);
  return {
    code,
    kind,
    title,
    says,
    override,
    schema: z.toJSONSchema(params, { io: 'input' }),
    fields: Object.fromEntries(
      Object.entries(fields).map(([field, { label, hint = null, unit = null }]) => [field, { label, hint, unit }]),
    ),
    defaults: params.parse({}) as Record<string, unknown>,
  };
}
