import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './password.js';

describe('passwords', () => {
  it('are kept as argon2id with OWASP’s parameters and a salt of their own', async () => {
    const [one, other] = await Promise.all([hashPassword('zażółć gęślą'), hashPassword('zażółć gęślą')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await verifyPassword(one, 'zażółć gęślą')).toBe(true);
    expect(await verifyPassword(one, 'zażółć gęśla')).toBe(false);
  });

  it('that nobody has open nothing', async () => {
    expect(await verifyPassword(null, 'nobody has this password')).toBe(false);
    expect(await verifyPassword(undefined, 'nobody has this password')).toBe(false);
  });

  it('are all looked at when many come at once', async () => {
    const held = await hashPassword('right');
    const tried = Array.from(
      { length: 9 },
      async (_, n) => await verifyPassword(held, n % 2 === 0 ? 'right' : 'wrong'),
    );
    expect(await Promise.all(tried)).toEqual([true, false, true, false, true, false, true, false, true]);
  });

  it('take their turn again after one could not be looked at', async () => {
    const broken = Array.from({ length: 4 }, async () => await verifyPassword('no hash', 'x'));
    expect((await Promise.allSettled(broken)).every(({ status }) => status === 'rejected')).toBe(true);
    expect(await verifyPassword(await hashPassword('x'), 'x')).toBe(true);
  });
});
