import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Under whom PostgreSQL runs; it refuses to run as root. Root's server runs in a user namespace of its own, in which it is
 * nobody, yet still reads root's files, so that data and binaries may lie below a home that only root may enter. Where
 * namespaces are forbidden (many containers) it runs under another uid, which needs a place that this one may enter.
 */
export type PostgresAccount =
  | { readonly kind: 'self' }
  | { readonly kind: 'namespace' }
  | { readonly kind: 'uid'; readonly uid: number; readonly gid: number };

const intoNamespace = ['--user', '--map-user=65534', '--map-group=65534', '--'];

export function choosePostgresAccount(): PostgresAccount {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  if (spawnSync('unshare', [...intoNamespace, 'true'], { stdio: 'ignore' }).status === 0) return { kind: 'namespace' };
  return otherAccount();
}

/** The system's own `postgres` where there is one, else `nobody`. */
export function otherAccount(): PostgresAccount {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found =
    accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody') ?? undefined;
  return { kind: 'uid', uid: Number(found?.[2] ?? 65534), gid: Number(found?.[3] ?? 65534) };
}

export interface Invocation {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: { readonly uid?: number; readonly gid?: number };
}

/** How to call a program under that account. */
export function invocation(account: PostgresAccount, command: string, args: readonly string[]): Invocation {
  if (account.kind === 'namespace')
    return { command: 'unshare', args: [...intoNamespace, command, ...args], options: {} };
  return { command, args, options: account.kind === 'uid' ? { uid: account.uid, gid: account.gid } : {} };
}
