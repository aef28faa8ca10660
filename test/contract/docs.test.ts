import { createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readBridgeConfig } from '../../firmware-bridge/config.js';
import { drivers } from '../../firmware-bridge/drivers/index.js';
import {
  downAck,
  downRelay,
  downUi,
  openSigned,
  parsePayload,
  payloadBytesMax,
  sign,
  upJournal,
  upPower,
  upState,
  upTap,
} from '../../src/contracts/mqtt/index.js';
import { accessRules } from '../../src/core/access/rules/index.js';
import { bookingPolicies } from '../../src/core/booking/policies/index.js';
import { bookingRules } from '../../src/core/booking/rules/index.js';
import { readServiceConfig, serviceEnvironment } from '../../src/service-config.js';
import { readServiceSecrets } from '../../src/service-secrets.js';

/** What the pages say is what the code does: examples parse, tables name what exists, links lead somewhere. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Names of all properties in a JSON schema, however deep. */
function propertiesOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) =>
    key === 'properties'
      ? [...Object.keys(value as object), ...propertiesOf(Object.values(value as object))]
      : propertiesOf(value),
  );
}

describe('README.md', () => {
  const page = read('README.md');

  it('calls what is on the screen by the words on the screen', () => {
    const said = [...page.matchAll(/(?<![\w`])_([^_]+)_(?!\w)/g)].map(
      ([, words]) => words?.replaceAll('\n', ' ') ?? '',
    );
    const words = ['pl', 'en']
      .flatMap((language) => [
        `src/web/i18n/${language}.ts`,
        ...readdirSync(join(root, 'src/web/i18n', language)).map((name) => `src/web/i18n/${language}/${name}`),
      ])
      .map(read)
      .join('');
    expect(said.length).toBeGreaterThanOrEqual(8);
    for (const each of said) expect(words.includes(`'${each}'`), each).toBe(true);
  });

  it('names the programs that the tests need', () => {
    const [, named] = /`apt-get install ([^`]+)`/.exec(page) ?? [];
    const [, list] = /const packages = \{(.*?)^\};/ms.exec(read('.scripts/tools.mjs')) ?? [];
    const needed = [...(list ?? '').matchAll(/^ {2}'?([\w-]+)'?:/gm)].map(([, name]) => name);
    expect(needed.length).toBeGreaterThanOrEqual(3);
    expect(named?.split(' ')).toEqual(needed);
  });

  it('names a licence whose text is here', () => {
    const { license } = JSON.parse(read('package.json')) as { license: string };
    expect(page).toContain(`[${license}](LICENSE)`);
    expect(read('LICENSE')).toMatch(/^\s*GNU AFFERO GENERAL PUBLIC LICENSE\s+Version 3, /);
  });
});

describe('docs/gate-contract.md', () => {
  const page = read('docs/gate-contract.md');
  const schemas: Readonly<Record<string, z.ZodType>> = {
    'up/state': upState,
    'up/tap': upTap,
    'up/power': upPower,
    'up/journal': upJournal,
    'down/relay': downRelay,
    'down/ui': downUi,
    'down/ack': downAck,
  };
  const examples = [...page.matchAll(/^```json([^\n]*)\n(.*?)^```/gms)].map(([, topic, json]) => ({
    topic: topic?.trim() ?? '',
    json: json ?? '',
  }));

  it('has an example of each payload, and each one parses', () => {
    expect(examples).toHaveLength(13);
    expect(new Set(examples.map(({ topic }) => topic))).toEqual(new Set(Object.keys(schemas)));
    for (const { topic, json } of examples) {
      const kind = topic.split('/')[1] as keyof typeof payloadBytesMax;
      const parsed = parsePayload(schemas[topic] ?? z.never(), Buffer.from(json), payloadBytesMax[kind]);
      expect(parsed, `${topic} ${json}`).toMatchObject({ ok: true });
      // No field that the schema does not know, and so would cut off unseen.
      expect(parsed.ok && parsed.value).toEqual(JSON.parse(json));
    }
  });

  it('names every field of every payload', () => {
    const fields = new Set(Object.values(schemas).flatMap((schema) => propertiesOf(z.toJSONSchema(schema))));
    expect(fields.size).toBe(35);
    for (const field of fields) expect(page, field).toContain(`\`${field}\``);
  });

  it('has a signature that is right', () => {
    const hmac = (key: Uint8Array, data: Uint8Array): Uint8Array => createHmac('sha256', key).update(data).digest();
    const [, key, topic, json] = /key\s+`([\w-]{43})`.*?topic\s+`([^`]+)`.*?JSON\s+`([^`]+)`/s.exec(page) ?? [];
    const [signed] = /^v1\.ey[\w-]+\.[\w-]+$/m.exec(page) ?? [];
    const bytes = Buffer.from(key ?? '', 'base64url');
    expect([...bytes]).toEqual([...Array(32).keys()]);
    expect(sign(topic ?? '', json ?? '', bytes, hmac)).toBe(signed);
    const opened = openSigned(topic ?? '', signed ?? '', bytes, hmac, timingSafeEqual);
    expect(downRelay.parse(JSON.parse(Buffer.from(opened ?? []).toString('utf8')))).toMatchObject({ on: false });
  });
});

/** Rows of the first table below a heading, cells as they are written. */
function tableBelow(page: string, heading: string): string[][] {
  const rows = page.split(`${heading}\n`)[1]?.match(/(?:^\|.*\|\n)+/m)?.[0] ?? '';
  const cells = rows
    .trim()
    .split('\n')
    .map((row) =>
      row
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  return cells.slice(2);
}

describe('docs/access-rules.md', () => {
  it('has the rules of the code, in their order', () => {
    expect(accessRules.length).toBeGreaterThanOrEqual(20);
    expect(tableBelow(read('docs/access-rules.md'), '# Access rules')).toEqual(
      accessRules.map(({ code, says, asked, override }) => [
        `\`${code}\``,
        says,
        asked === 'start-and-continue' ? 'yes' : 'no',
        override,
      ]),
    );
  });
});

describe('docs/booking-rules.md', () => {
  const page = read('docs/booking-rules.md');
  interface Field {
    readonly type?: string;
    readonly minimum?: number;
    readonly maximum?: number;
    readonly enum?: readonly number[];
    readonly anyOf?: readonly Field[];
  }
  const valuesOf = ({ type, minimum, maximum, enum: choices, anyOf }: Field): string => {
    if (anyOf !== undefined) return valuesOf(anyOf[0] ?? {});
    if (choices !== undefined) return ` one of ${choices.join(', ')}`;
    if (minimum !== undefined && maximum !== undefined) return ` ${minimum} to ${maximum}`;
    return type === 'boolean' ? ' true or false' : '';
  };
  /** Settings in words: name, values, and what holds when nothing is set. */
  const settingsOf = (params: z.ZodType): string => {
    const { properties } = z.toJSONSchema(params, { io: 'input' }) as {
      properties: Record<string, Field & { default?: unknown }>;
    };
    return Object.entries(properties)
      .map(([name, field]) => {
        const standard = field.default === null ? 'none' : JSON.stringify(field.default);
        return `\`${name}\`${valuesOf(field)}, default ${standard}`;
      })
      .join('; ');
  };

  it('has the rules of the code, in their order, with their settings', () => {
    expect(bookingRules.length).toBeGreaterThanOrEqual(24);
    expect(tableBelow(page, '# Booking rules')).toEqual(
      bookingRules.map(({ code, says, params, override, asked, relaxable }) => [
        `\`${code}\``,
        says,
        settingsOf(params),
        override,
        asked === 'always' ? 'yes' : 'no',
        relaxable ? 'yes' : 'no',
      ]),
    );
  });

  it('has the policies of the code, in their order, with their settings', () => {
    expect(bookingPolicies.length).toBeGreaterThanOrEqual(6);
    expect(tableBelow(page, '## Policies')).toEqual(
      bookingPolicies.map(({ code, says, params }) => [`\`${code}\``, says, settingsOf(params)]),
    );
  });
});

describe('docs/operating.md', () => {
  const page = read('docs/operating.md');

  it('has every variable of the service, with its default', () => {
    const rows = tableBelow(page, '## Variables');
    const { properties } = z.toJSONSchema(serviceEnvironment, { io: 'input' }) as {
      properties: Record<string, { default?: unknown }>;
    };
    expect(rows.map(([name]) => name?.replaceAll('`', ''))).toEqual(Object.keys(properties));
    expect(rows).toHaveLength(20);
    const defaults = Object.entries(properties).filter(([, { default: value }]) => value !== undefined);
    expect(defaults).toHaveLength(9);
    for (const [name, { default: value }] of defaults)
      expect(rows.find(([cell]) => cell === `\`${name}\``)?.[1]).toBe(`\`${String(value)}\``);
  });

  it("has a bridge's file that the bridge takes", () => {
    const [, json] = /^```json bridge\n(.*?)^```/ms.exec(page) ?? [];
    expect(readBridgeConfig(json ?? '').gates).toHaveLength(1);
  });

  it('has the roles that compose makes', () => {
    const [, sql] = /^```sql\n(.*?)^```/ms.exec(page) ?? [];
    const compose = parse(read('docker-compose.yml')) as { configs: { database_roles: { content: string } } };
    // But for where the passwords come from.
    const statements = (text: string): string[] =>
      text
        .split('\n')
        .filter((line) => /^(?:create|alter|revoke|grant|\\connect)/.test(line))
        .map((line) => line.replace(/password .*/, 'password'));
    expect(statements(sql ?? '')).toHaveLength(8);
    expect(statements(sql ?? '')).toEqual(statements(compose.configs.database_roles.content));
  });

  it('says where the log is, where compose puts it', () => {
    const { services } = parse(read('docker-compose.yml'), { merge: true }) as {
      services: { service: { environment: Record<string, string> } };
    };
    expect(page).toContain(`tail -f ${services.service.environment['BRAMA_DATA_DIR']}/service.log`);
    expect(read('src/launch.ts')).toContain(`'service.log'`);
  });

  it('has the secrets that the service makes', () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'brama-docs-'));
    try {
      readServiceSecrets(readServiceConfig({ BRAMA_DATA_DIR: dataDir, DATABASE_URL: 'postgres://localhost/brama' }));
      const made = readdirSync(join(dataDir, 'secrets')).toSorted();
      expect(made.length).toBeGreaterThanOrEqual(4);
      expect(tableBelow(page, '## Secrets').map(([name]) => name?.replaceAll('`', ''))).toEqual(made);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});

describe('docs/hardware.md', () => {
  const page = read('docs/hardware.md');

  it('has the drivers of the code, with class and settings', () => {
    const settingsOf = ({ shape }: z.ZodObject): string => {
      const names = Object.keys(shape).filter((name) => name !== 'port');
      const hasDefault = (name: string): boolean => z.safeParse(shape[name] ?? z.never(), undefined).success;
      const cells = (some: string[]): string => some.map((name) => `\`${name}\``).join(' ');
      const optional = names.filter(hasDefault);
      const required = names.filter((name) => !hasDefault(name));
      return [cells(required), optional.length > 0 ? `[${cells(optional)}]` : ''].join(' ').trim();
    };
    expect(tableBelow(page, '## Devices').map(([id, , ...rest]) => [id, ...rest])).toEqual(
      drivers.map(({ id, failSafe, settings }) => [`\`${id}\``, failSafe ?? '', settingsOf(settings)]),
    );
    expect(drivers.length).toBeGreaterThanOrEqual(11);
  });

  it("has a bridge's file that the bridge takes", () => {
    const [, json] = /^```json bridge\n(.*?)^```/ms.exec(page) ?? [];
    expect(readBridgeConfig(json ?? '').gates).toHaveLength(1);
  });
});

describe('every page', () => {
  const links = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].map(([, path, anchor]) => ({
      page,
      path,
      anchor,
    })),
  );
  const anchorsOf = (text: string): string[] =>
    [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
      (title ?? '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\d _-]/gu, '')
        .replaceAll(' ', '-'),
    );

  it('links to what exists', () => {
    expect(links.length).toBeGreaterThanOrEqual(10);
    for (const { page, path, anchor } of links) {
      const target = path === undefined || path === '' ? page : join(dirname(page), path);
      expect(existsSync(join(root, target)), `${page} → ${target}`).toBe(true);
      const anchors = anchor === undefined ? [undefined] : anchorsOf(read(target));
      expect(anchors, `${page} → ${target}`).toContain(anchor);
    }
  });

  it('names files and folders that exist', () => {
    const notYet = new Set(['src/modules/gates/drivers/']);
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/(?:`|^)((?:src|docs|test|migrations|firmware-bridge)\/[\w./-]*)(?:`|\s)/gm)].map(
        ([, path]) => ({
          page,
          path: path ?? '',
        }),
      ),
    );
    expect(named.length).toBeGreaterThanOrEqual(30);
    for (const { page, path } of named)
      expect(existsSync(join(root, path)), `${page}: ${path}`).toBe(!notYet.has(path));
  });

  it('shows code as it is: a block that names a file is in that file', () => {
    const blocks = pages.flatMap((page) =>
      [...read(page).matchAll(/^( *)```ts (\S+)\n(.*?)^ *```$/gms)].map(([, indent, file, code]) => ({
        page,
        file: file ?? '',
        code: (code ?? '').replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      })),
    );
    expect(blocks.length).toBeGreaterThanOrEqual(2);
    for (const { page, file, code } of blocks) expect(read(file).includes(code), `${page}: ${file}`).toBe(true);
  });

  it('calls npm scripts that exist', () => {
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);
    const called = pages.flatMap((page) =>
      [...read(page).matchAll(/npm run (?:--silent )?([a-z:-]+)/g)].map(([, name]) => name),
    );
    expect(called.length).toBeGreaterThanOrEqual(5);
    for (const name of called) expect(scripts).toContain(name);
  });
});
