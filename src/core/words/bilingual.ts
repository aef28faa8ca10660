/** Polish is the source, and the language where nobody's is known. */
export const languages = ['pl', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text that people wrote in both languages. */
export interface Bilingual {
  readonly pl: string;
  readonly en: string;
}

/** Names as params of a refusal: `competencyPl`, `competencyEn`. */
export const namesAs = (param: string, names: readonly Bilingual[]): Record<string, string> => ({
  [`${param}Pl`]: names.map(({ pl }) => pl).join(', '),
  [`${param}En`]: names.map(({ en }) => en).join(', '),
});
