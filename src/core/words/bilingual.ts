/** A text that people wrote in both languages. */
export interface TwoTexts {
  readonly pl: string;
  readonly en: string;
}

/** Names as params of a refusal: `competencyPl`, `competencyEn`. */
export const namesAs = (param: string, names: readonly TwoTexts[]): Record<string, string> => ({
  [`${param}Pl`]: names.map(({ pl }) => pl).join(', '),
  [`${param}En`]: names.map(({ en }) => en).join(', '),
});
