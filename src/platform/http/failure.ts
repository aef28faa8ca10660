/**
 * An expected failure on its way to the client, as problem+json (RFC 9457). Codes, status and words are handed in by the
 * composition root: this folder knows no domain word.
 */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly code: string,
    readonly params: Readonly<Record<string, string | number>> = {},
    readonly extra: {
      readonly fields?: readonly { readonly field: string; readonly message: string; readonly text: object }[];
      readonly refusals?: readonly unknown[];
      readonly alternatives?: readonly { readonly from: string; readonly to: string }[];
    } = {},
  ) {
    super(code);
  }
}
