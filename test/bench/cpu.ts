import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of a second in /proc, on every Linux that Node runs on. */
const ticksPerSecond = 100;

interface Stat {
  readonly parent: number;
  readonly ms: number;
  /** Of children that have ended. */
  readonly goneMs: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ms = (at: number): number => ((Number(fields[at]) + Number(fields[at + 1])) * 1_000) / ticksPerSecond;
    return { parent: Number(fields[1]), ms: ms(11), goneMs: ms(13) };
  } catch {
    return undefined;
  }
}

export const parentOf = (pid: number): number => statOf(pid)?.parent ?? 0;

/** CPU time of a process until now, in ms. */
export const cpuMs = (pid: number): number => statOf(pid)?.ms ?? 0;

/** Of all children of a process, too: a PostgreSQL server with its backends. */
export function cpuMsOfTree(pid: number): number {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat?.parent === pid);
  const own = statOf(pid);
  return children.reduce((sum, stat) => sum + (stat?.ms ?? 0), (own?.ms ?? 0) + (own?.goneMs ?? 0));
}
