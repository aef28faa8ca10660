import { hash, verify } from '@node-rs/argon2';

/** argon2id with 19 MiB and two passes (OWASP), which are the defaults; named, so that they cannot move by themselves. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A storm of logins waits here, and not in front of the taps: each hash keeps a core busy for 30 ms. */
const atOnceMax = 2;
let busy = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (busy < atOnceMax) busy += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    // The turn is handed on, not given up: nobody can come in between.
    if (next === undefined) busy -= 1;
    else next();
  }
}

export const hashPassword = async (password: string): Promise<string> =>
  await inTurn(async () => await hash(password, cost));

let decoy: Promise<string> | undefined;

/** Takes as long without an account as with one, so that the time of an answer tells nothing. */
export async function verifyPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const held = passwordHash ?? (await decoy);
  const matches = await inTurn(async () => await verify(held, password));
  return matches && passwordHash != null;
}
