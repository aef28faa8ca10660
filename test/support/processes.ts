import { readdir, readFile, readlink } from 'node:fs/promises';

export interface FoundProcess {
  readonly pid: number;
  readonly command: string;
}

/** Every process of this computer that has to do with these directories: by its arguments, its environment or where it works. */
export async function processesOf(...dirs: readonly string[]): Promise<readonly FoundProcess[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid): Promise<FoundProcess | undefined> => {
      const gone = (): string => '';
      const [command, environment, place] = await Promise.all([
        readFile(`/proc/${pid}/cmdline`, 'utf8').catch(gone),
        readFile(`/proc/${pid}/environ`, 'utf8').catch(gone),
        readlink(`/proc/${pid}/cwd`).catch(gone),
      ]);
      const concerned = [command, environment, place].some((text) => dirs.some((dir) => text.includes(dir)));
      return concerned ? { pid, command: command.replaceAll('\0', ' ').trim() } : undefined;
    }),
  );
  return found.filter((one) => one !== undefined);
}
