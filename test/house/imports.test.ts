import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { isTest, resolved, sourcesIn, textOf } from './tree.js';

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** From the root, for a relative one. */
  readonly to: string | undefined;
}

const importsOf = (file: string): Import[] =>
  ts.preProcessFile(textOf(file), true, true).importedFiles.map(({ fileName }) => ({
    from: file,
    specifier: fileName,
    to: fileName.startsWith('.') ? resolved(file, fileName) : undefined,
  }));

/** The processes' composition roots may see everything. */
const compositionRoots = new Set(['src/main.ts', 'src/app.module.ts', 'src/launch.ts']);
/** What tests stand on, beside the file they try. */
const testPackages = ['vitest', 'fast-check', 'node:crypto'];

const sources = ['src/', 'firmware-bridge/', 'migrations/'].flatMap(sourcesIn);
const all = sources.filter((file) => !compositionRoots.has(file)).flatMap(importsOf);
const among = (folder: string): Import[] => all.filter(({ from }) => from.startsWith(folder));
const shown = ({ from, specifier }: Import): string => `${from} → ${specifier}`;
const within = (to: string, folders: readonly string[]): boolean => folders.some((folder) => to.startsWith(folder));

/** DESIGN §3: who may import whom. `packages` undefined: any of npm and of Node. */
const layers: readonly {
  readonly folder: string;
  readonly may: readonly string[];
  readonly packages?: readonly string[];
  /** At least so many, so that a rule that looks at nothing is noticed. */
  readonly atLeast: number;
}[] = [
  { folder: 'src/core/', may: ['src/core/'], packages: ['zod', 'temporal-polyfill'], atLeast: 100 },
  { folder: 'src/contracts/', may: ['src/contracts/', 'src/core/'], packages: ['zod'], atLeast: 15 },
  { folder: 'src/platform/', may: ['src/platform/'], atLeast: 60 },
  {
    folder: 'src/modules/',
    may: ['src/modules/', 'src/core/', 'src/contracts/', 'src/platform/', 'src/service-config', 'src/service-secrets'],
    atLeast: 400,
  },
  { folder: 'src/web/', may: ['src/web/', 'src/contracts/http/', 'src/core/'], atLeast: 100 },
  {
    folder: 'firmware-bridge/',
    may: [
      'firmware-bridge/',
      'src/contracts/mqtt/',
      'src/contracts/bridge/',
      'src/core/',
      ...['mqtt', 'clock', 'log', 'config'].map((part) => `src/platform/${part}/`),
      'src/platform/fault-point',
    ],
    atLeast: 60,
  },
  { folder: 'migrations/', may: ['migrations/'], packages: ['typeorm'], atLeast: 2 },
];

/** The words for errors are tried against the catalogue of errors; sample facts are shared; signatures need a real HMAC. */
const mayInTests: Readonly<Record<string, readonly string[]>> = { 'src/core/': ['src/contracts/', 'test/support/'] };

describe('who may import whom', () => {
  it.each(layers)('$folder', ({ folder, may, packages, atLeast }) => {
    const imports = among(folder);
    const wrong = imports.filter(({ from, specifier, to }) => {
      if (to !== undefined) return !within(to, isTest(from) ? [...may, ...(mayInTests[folder] ?? [])] : may);
      return packages !== undefined && ![...packages, ...(isTest(from) ? testPackages : [])].includes(specifier);
    });
    expect(wrong.map(shown)).toEqual([]);
    expect(imports.length).toBeGreaterThanOrEqual(atLeast);
  });

  it('covers every source but the composition roots, the settings and the secrets', () => {
    const outside = sources.filter((file) => !layers.some(({ folder }) => file.startsWith(folder)));
    expect(outside.toSorted()).toEqual(
      [...compositionRoots, 'src/service-config.ts', 'src/service-secrets.ts'].toSorted(),
    );
    expect(all.length).toBeGreaterThanOrEqual(900);
  });

  it('every relative import ends in .js, or is a style sheet', () => {
    const relative = all.filter(({ to }) => to !== undefined);
    const web = (file: string): boolean => file.startsWith('src/web/');
    const wrong = relative.filter(({ from, specifier }) => !/\.(js|css)$/.test(specifier) && !web(from));
    expect(wrong.map(shown)).toEqual([]);
  });

  it('the web takes only types, words and intervals of the core, so that no rule runs in the browser', () => {
    const value = /^(import|export) (?!type\b)[^;]*from '[^']*\/core\/(?!words\/|interval\.)/m;
    const values = sourcesIn('src/web/').filter((file) => !isTest(file) && value.test(textOf(file)));
    expect(values).toEqual([]);
  });
});

describe('modules', () => {
  /** Each may import those of a lower floor only. What is missing here, or on the same floor, is a stranger. */
  const floors: Readonly<Record<string, number>> = {
    audit: 0,
    broker: 1,
    auth: 1,
    health: 2,
    notices: 2,
    members: 3,
    machines: 3,
    certification: 4,
    workshop: 4,
    booking: 5,
    'booking-rules': 6,
    planning: 7,
    usage: 6,
    calendars: 8,
    access: 7,
    'booking-life': 8,
    gates: 8,
    live: 9,
    demo: 9,
  };
  const moduleOf = (path: string): string | undefined => /^src\/modules\/([a-z-]+)\//.exec(path)?.[1];
  const between = among('src/modules/').filter(({ from, to }) => {
    const [mine, other] = [moduleOf(from), to === undefined ? undefined : moduleOf(to)];
    return other !== undefined && mine !== other;
  });

  it('are all on a floor', () => {
    const found = new Set(sourcesIn('src/modules/').flatMap((file) => moduleOf(file) ?? []));
    expect([...found].toSorted()).toEqual(Object.keys(floors).toSorted());
  });

  it('import each other downwards only', () => {
    const upwards = between.filter(({ from, to }) => {
      const [mine, other] = [floors[moduleOf(from) ?? ''], floors[moduleOf(to ?? '') ?? '']];
      return mine === undefined || other === undefined || other >= mine;
    });
    expect(upwards.map(shown)).toEqual([]);
    expect(between.length).toBeGreaterThanOrEqual(60);
  });

  it('import each other through index.ts only', () => {
    const inside = between.filter(({ to }) => !/^src\/modules\/[a-z-]+\/index$/.test(to ?? ''));
    expect(inside.map(shown)).toEqual([]);
  });
});
