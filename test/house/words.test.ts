import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/contracts/http/error-codes.js';
import { accessRules } from '../../src/core/access/rules/index.js';
import { bookingRules } from '../../src/core/booking/rules/index.js';
import { refusalWords } from '../../src/core/words/index.js';
import { files, isTest, isTypeScript, sourcesIn, textOf } from './tree.js';

/** Lines of these files that match, as `file:line: text`. Words that must not be found are spelled with brackets here. */
const linesThat = (match: RegExp, where: readonly string[]): string[] =>
  where.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, index) => (match.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );

const source = files.filter(isTypeScript);
const isText = (file: string): boolean => !/\.(png|jpe?g|ico|woff2?|gif|webp|pdf|zip)$/.test(file);

describe('names', () => {
  it('say what a file is about', () => {
    const vague = /(^|[-_.])(managers?|helpers?|utils?|utilities|common|misc)([-_.]|$)/i;
    const folders = new Set(files.flatMap((file) => file.split('/').slice(0, -1)));
    expect(files.map((file) => basename(file)).filter((name) => vague.test(name))).toEqual([]);
    expect([...folders].filter((name) => vague.test(name))).toEqual([]);
    expect(files.length).toBeGreaterThanOrEqual(300);
  });

  it('of sources are in kebab-case', () => {
    const named = source
      .map((file) => basename(file))
      .filter((name) => !/^[a-z0-9]+([-.][a-z0-9]+)*\.tsx?$/.test(name));
    expect(named).toEqual([]);
  });
});

describe('time', () => {
  /** A service whose clock is not that of the database starts nothing: this one asks for both. */
  const comparesClocks = 'src/modules/health/readiness.ts';

  it('comes into SQL as a parameter: now() is for created-at defaults alone', () => {
    const where = ['src/', 'firmware-bridge/', 'migrations/']
      .flatMap(sourcesIn)
      .filter((file) => !isTest(file) && !file.startsWith('src/web/') && file !== comparesClocks);
    const asked = linesThat(
      /(?<!default )(?<![.\w])now\(\)(?!: )|\b(current|clock|local|statement)_?timestamp\b/i,
      where,
    );
    expect(asked).toEqual([]);
    expect(where.length).toBeGreaterThanOrEqual(200);
    expect(linesThat(/default now\(\)/, where).length).toBeGreaterThanOrEqual(5);
  });

  it('is an argument in the core, which waits for nothing and guesses nothing', () => {
    const core = sourcesIn('src/core/').filter((file) => !isTest(file));
    const impure =
      /\bDate\.now\b|\bnew Date\(\)|\basync\b|\bawait\b|\bMath\.random\b|\bset(Timeout|Interval)\b|\bprocess\.|\bconsole\./;
    expect(linesThat(impure, core)).toEqual([]);
    expect(core.length).toBeGreaterThanOrEqual(50);
  });

  it('is read from a Clock everywhere else in the service and the bridge', () => {
    const where = ['src/', 'firmware-bridge/'].flatMap(sourcesIn);
    const asked = where.filter((file) => !isTest(file) && !file.startsWith('src/web/') && !file.includes('/clock/'));
    expect(linesThat(/\bDate\.now\b|\bnew Date\(\)/, asked)).toEqual([]);
    expect(asked.length).toBeGreaterThanOrEqual(200);
  });

  /** Times of the process itself, or of a connection: no moved clock is to stop them. */
  const ownTimers = ['firmware-bridge/stall-watch.ts', 'src/main.ts', 'src/modules/live/live.controller.ts'];

  it('is waited for through a Clock, so that a test can move it', () => {
    const where = ['src/', 'firmware-bridge/'].flatMap(sourcesIn);
    const waiting = where
      .filter((file) => !isTest(file) && !file.startsWith('src/web/') && !file.includes('/clock/'))
      .filter((file) => linesThat(/(?<!\.)\bset(Timeout|Interval|Immediate)\(/, [file]).length > 0);
    expect(waiting.toSorted()).toEqual(ownTimers);
  });
});

describe('rules', () => {
  it.each([
    ['access', accessRules, 22],
    ['booking', bookingRules, 24],
  ] as const)('of %s: one file and one line each, with words in both languages', (area, rules, atLeast) => {
    const folder = `src/core/${area}/rules/`;
    const named = sourcesIn(folder)
      .filter((file) => !isTest(file) && !file.endsWith('/index.ts'))
      .map((file) => basename(file, '.ts'));
    expect(rules.map(({ code }) => code).toSorted()).toEqual(named.toSorted());
    expect(rules.length).toBeGreaterThanOrEqual(atLeast);
    for (const { code, says } of rules) {
      expect(says, code).toMatch(/^\p{Lu}.{10,}\.$/u);
      expect(Object.keys(refusalWords[code] ?? {}).toSorted(), code).toEqual(['en', 'pl']);
    }
  });

  it('share a code only where the same people may override', () => {
    const elsewhere = new Map(bookingRules.map(({ code, override }) => [code, override]));
    const shared = accessRules.filter(({ code }) => elsewhere.has(code));
    expect(shared.map(({ code }) => code)).toEqual([
      'member-suspended',
      'membership-expired',
      'outage',
      'closed',
      'outside-opening-hours',
      'not-certified',
      'certificate-expired',
      'certificate-outdated',
      'supervisor-required',
    ]);
    for (const { code, override } of shared) expect(elsewhere.get(code), code).toBe(override);
  });
});

it('every error is raised somewhere', () => {
  const where = sourcesIn('src/').filter(
    (file) => !isTest(file) && !/\/error-codes\.ts$|\/words\/|^src\/web\//.test(file),
  );
  const raised = new Set(where.flatMap((file) => textOf(file).match(/(?<=')[a-z]+(-[a-z]+)*(?=')/g) ?? []));
  expect(Object.keys(errorCodes).filter((code) => !raised.has(code))).toEqual([]);
  expect(where.length).toBeGreaterThanOrEqual(150);
});

describe('nothing is left over', () => {
  it('no test is left out or run alone', () => {
    const tests = files.filter(isTest);
    const parted = /\b(it|test|describe|suite)\.(only|skip|todo|skipIf|fixme|fails)\b|\bx(it|describe)\(|\.only\(/;
    expect(linesThat(parted, tests)).toEqual([]);
    expect(tests.length).toBeGreaterThanOrEqual(40);
  });

  it('no note to do something later', () => {
    const later = /TO[D]O|FIX[M]E|XX[X]:|HAC[K]:/;
    const texts = files.filter((file) => isText(file) && file !== 'package-lock.json');
    expect(linesThat(later, texts)).toEqual([]);
    expect(texts.length).toBeGreaterThanOrEqual(300);
  });

  it('no place where it was made: folders of a machine, hosts of a registry', () => {
    const place =
      /(?<![\w.])\/wor[k]\/|\/hom[e]\/\w|\/User[s]\/\w|\.librar[y]\/|\/\/registr[y]\.|artifactor[y]|verdacci[o]/;
    expect(linesThat(place, files.filter(isText))).toEqual([]);
  });
});
