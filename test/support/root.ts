import { existsSync } from 'node:fs';

/** The directory of this repository, from the sources as from what is built of them. */
export const repositoryRoot = ((): URL => {
  let at = new URL('.', import.meta.url);
  while (!existsSync(new URL('package.json', at))) at = new URL('..', at);
  return at;
})();
