import { bookingPolicies } from '../booking/policies/index.js';
import type { BookingSetting } from '../booking/rule.js';
import { bookingRules } from '../booking/rules/index.js';
import type { Bilingual } from './bilingual.js';
import type { FieldWords, SettingEntries, SettingEntry, Settings } from './booking-settings/entry.js';
import { limitEntries } from './booking-settings/limits.js';
import { machineEntries } from './booking-settings/machine.js';
import { memberEntries } from './booking-settings/member.js';
import { timeEntries } from './booking-settings/time.js';
import { tied } from './format.js';

export interface SettingWords {
  readonly title: Bilingual;
  readonly says: Bilingual;
  readonly fields: Readonly<Record<string, FieldWords>>;
  /** The rule with its numbers, as a member reads it; undefined: with these settings it asks nothing. */
  readonly holds: (settings: Settings) => Bilingual | undefined;
}

const entries: SettingEntries = { ...memberEntries, ...timeEntries, ...limitEntries, ...machineEntries };
const kinds: readonly BookingSetting[] = [...bookingRules, ...bookingPolicies];

/** Of every rule and policy, by code. */
export const settingWords: ReadonlyMap<string, SettingWords> = new Map(
  kinds.map(({ code, says }) => [code, wordsOf(entryOf(code), says)]),
);

function entryOf(code: string): SettingEntry {
  const entry = entries[code];
  if (entry === undefined) throw new Error(`no words for the settings of ${code}`);
  return entry;
}

function wordsOf({ title, says: pl, fields, holds }: SettingEntry, en: string): SettingWords {
  const says = polished({ pl, en });
  const fieldWords = Object.entries(fields).map(([name, { label, hint, unit }]): [string, FieldWords] => [
    name,
    { label: polished(label), ...(hint && { hint: polished(hint) }), ...(unit && { unit }) },
  ]);
  return {
    title: polished(title),
    says,
    fields: Object.fromEntries(fieldWords),
    holds: (settings) => {
      const held = holds === undefined ? says : holds(settings);
      return held && polished(held);
    },
  };
}

function polished({ pl, en }: Bilingual): Bilingual {
  return { pl: tied(pl), en };
}
