import { hash, verify } from '@node-rs/argon2';

/** argon2id with 19 MiB and two passes (OWASP), which are the defaults; named, so that they cannot move by themselves. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = async (password: string): Promise<string> => await hash(password, cost);

let decoy: Promise<string> | undefined;

/** Takes as long without an account as with one, so that the time of an answer tells nothing. */
export async function verifyPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const matches = await verify(passwordHash ?? (await decoy), password);
  return matches && passwordHash != null;
}
