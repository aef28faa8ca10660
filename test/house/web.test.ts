import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, sourcesIn, textOf } from './tree.js';

/** Mantine's styles are imported one by one: a part without its own looks broken, and nothing else would say so. */
it('every part of Mantine that the web uses has its style', () => {
  const used = new Set(
    sourcesIn('src/web/')
      .flatMap((file) => [...textOf(file).matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)])
      .flatMap(([, names = '']) => names.split(',').map((name) => name.replace('type ', '').trim())),
  );
  const styles = [...used].map((name) => `@mantine/core/styles/${name}.layer.css`);
  const wanted = styles.filter((style) => existsSync(join(root, 'node_modules', style)));
  const sheet = textOf('src/web/ui/mantine.css');
  expect(wanted.filter((style) => !sheet.includes(`'${style}'`))).toEqual([]);
  expect(wanted.length).toBeGreaterThanOrEqual(3);
});
