import { describe, expect, it } from 'vitest';
import { type CertificateDates, certificateState, mayCertify } from './certificate-state.js';

const fresh: CertificateDates = {
  validUntil: undefined,
  supersededAt: undefined,
  revokedAt: undefined,
  procedureVersion: 2,
};

describe('certificateState', () => {
  it.each([
    ['no end', {}, 2, 'valid'],
    ['the last millisecond', { validUntil: 101 }, 2, 'valid'],
    ['the instant of its end', { validUntil: 100 }, 2, 'expired'],
    ['after its end', { validUntil: 99 }, 2, 'expired'],
    ['superseded now', { supersededAt: 100 }, 2, 'superseded'],
    ['superseded later', { supersededAt: 101 }, 2, 'valid'],
    ['revoked now', { revokedAt: 100 }, 2, 'revoked'],
    ['revoked later', { revokedAt: 101 }, 2, 'valid'],
    ['an older procedure', {}, 3, 'outdated'],
    ['a newer procedure than asked for', {}, 1, 'valid'],
    ['revoked before all else', { revokedAt: 1, supersededAt: 1, validUntil: 1 }, 3, 'revoked'],
    ['superseded before expired', { supersededAt: 1, validUntil: 1 }, 3, 'superseded'],
    ['expired before outdated', { validUntil: 1 }, 3, 'expired'],
  ] as const)('%s', (_name, dates, required, state) => {
    expect(certificateState({ ...fresh, ...dates }, required, 100)).toBe(state);
  });
});

describe('mayCertify', () => {
  it.each([
    ['instructor', true],
    ['staff', true],
    ['admin', true],
    ['member', false],
  ])('%s', (role, may) => {
    expect(mayCertify({ memberId: 'a', roles: [role] }, 'b')).toBe(may);
  });

  it('nobody certifies himself, whatever his roles', () => {
    expect(mayCertify({ memberId: 'a', roles: ['member', 'instructor', 'staff', 'admin'] }, 'a')).toBe(false);
  });

  it('nobody without a role', () => {
    expect(mayCertify({ memberId: 'a', roles: [] }, 'b')).toBe(false);
  });
});
