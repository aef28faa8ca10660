import { type SettingOrigin, type SettingScope, settingScopes } from './rule.js';

/** As stored: what one scope says about one rule or policy. Those of one machine, its group, one membership and the workshop. */
export interface StoredSetting {
  readonly rule: string;
  readonly scope: SettingScope;
  readonly settings: unknown;
  readonly changedAt?: number;
}

export interface HoldingSetting {
  readonly settings: unknown;
  readonly origin: SettingOrigin;
  /** Undefined: nobody said anything, or it was not asked when. */
  readonly changedAt?: number | undefined;
}

/** What holds of all that is said about one rule: the most specific; nothing said, the defaults (`{}`). */
export function settingOf(stored: readonly StoredSetting[], rule: string): HoldingSetting {
  for (const scope of settingScopes) {
    const said = stored.find((one) => one.rule === rule && one.scope === scope);
    if (said !== undefined) return { settings: said.settings, origin: scope, changedAt: said.changedAt };
  }
  return { settings: {}, origin: 'default' };
}

/**
 * Understands what is stored once, however often it is asked for: reading settings costs more than asking rules, and a search
 * for free time asks hundreds of times.
 */
export function onceFor<Said extends object, Meaning>(understand: (said: Said) => Meaning): (said: Said) => Meaning {
  const understood = new WeakMap<Said, { readonly meaning: Meaning }>();
  return (said) => {
    const known = understood.get(said) ?? { meaning: understand(said) };
    understood.set(said, known);
    return known.meaning;
  };
}
