/** The facts about a certificate that its state hangs on. Times in ms since the epoch. */
export interface CertificateDates {
  readonly validUntil: number | undefined;
  readonly supersededAt: number | undefined;
  readonly revokedAt: number | undefined;
  readonly procedureVersion: number;
}

export type CertificateState = 'valid' | 'expired' | 'revoked' | 'superseded' | 'outdated';

/**
 * What a certificate was worth at an instant, also one in the past. A revocation is named before everything else: it is a
 * decision about the person, the others are the course of time.
 *
 * @param requiredVersion the version of the procedure that the competency asks for
 */
export function certificateState(certificate: CertificateDates, requiredVersion: number, at: number): CertificateState {
  const { validUntil, supersededAt, revokedAt, procedureVersion } = certificate;
  if (revokedAt !== undefined && revokedAt <= at) return 'revoked';
  if (supersededAt !== undefined && supersededAt <= at) return 'superseded';
  if (validUntil !== undefined && validUntil <= at) return 'expired';
  return procedureVersion < requiredVersion ? 'outdated' : 'valid';
}

const grantingRoles: ReadonlySet<string> = new Set(['instructor', 'staff', 'admin']);

/** Who may issue and revoke certificates: those who teach and those who run the place, and nobody for himself. */
export function mayCertify(
  by: { readonly memberId: string; readonly roles: readonly string[] },
  holderId: string,
): boolean {
  return by.memberId !== holderId && by.roles.some((role) => grantingRoles.has(role));
}
