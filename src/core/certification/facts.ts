import type { Bilingual } from '../words/bilingual.js';

/** A competency that a machine requires, and how the member holds it. */
export interface CertificateFacts {
  readonly competencyName: Bilingual;
  readonly requiredVersion: number;
  readonly held: { readonly validUntil: number | undefined; readonly version: number } | undefined;
}
