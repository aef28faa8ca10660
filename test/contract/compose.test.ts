import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { readServiceConfig, serviceEnvironment } from '../../src/service-config.js';

/** docker-compose.yml without docker: everything it refers to is there, and the service takes what it is given. */

type Reference = string | { readonly source: string };
interface ComposeService {
  readonly image: string;
  readonly build?: { readonly dockerfile_inline: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly secrets?: readonly Reference[];
  readonly configs?: readonly Reference[];
  readonly networks?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}
interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly configs: Readonly<Record<string, { readonly content: string }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, unknown>>;
}

const text = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
const compose = parse(text, { merge: true, uniqueKeys: true }) as Compose;
const services = Object.values(compose.services);
const nameOf = (reference: Reference): string => (typeof reference === 'string' ? reference : reference.source);
const all = (pick: (service: ComposeService) => readonly string[] | undefined): string[] => [
  ...new Set(services.flatMap((service) => pick(service) ?? [])),
];

it('has the five programs', () => {
  expect(Object.keys(compose.services)).toEqual(['proxy', 'database', 'broker', 'service', 'bridge']);
});

it('refers to what it defines, and defines nothing else', () => {
  const named = {
    secrets: all(({ secrets }) => secrets?.map(nameOf)),
    configs: all(({ configs }) => configs?.map(nameOf)),
    networks: all(({ networks }) => networks),
    volumes: all(({ volumes }) => volumes?.map((volume) => volume.split(':')[0] ?? '')),
  };
  for (const [kind, names] of Object.entries(named))
    expect(names.toSorted(), kind).toEqual(Object.keys(compose[kind as keyof Compose]).toSorted());
  expect(named.secrets).toHaveLength(7);
  for (const name of all(({ depends_on }) => Object.keys(depends_on ?? {})))
    expect(compose.services).toHaveProperty(name);
});

it('reads within a program only secrets that the program is given', () => {
  let read = 0;
  for (const [name, service] of Object.entries(compose.services)) {
    const configs = (service.configs ?? []).map((config) => compose.configs[nameOf(config)]?.content ?? '');
    const said = [...(service.command ?? []), ...(service.entrypoint ?? []), ...configs].join('\n');
    const wanted = [...said.matchAll(/\/run\/secrets\/(\w+)|\(secret (\w+)\)/g)].map(
      ([, path, called]) => path ?? called,
    );
    for (const secret of wanted) expect(service.secrets?.map(nameOf), `${name} ${secret}`).toContain(secret);
    read += wanted.length;
  }
  expect(read).toBe(9);
});

it('gives the service variables that it knows, and that fit', () => {
  const { environment = {}, command = [] } = compose.services['service'] ?? {};
  const script = command.join('\n');
  const exported = [...script.matchAll(/^export (\w+)="(.*)"$/gm)].map(([, name, value]) => [name ?? '', value ?? '']);
  expect(exported.map(([name]) => name)).toEqual(['DATABASE_URL', 'DATABASE_OWNER_URL', 'MQTT_ADMIN_PASSWORD']);
  const given = Object.fromEntries([...Object.entries(environment), ...exported]) as Record<string, string>;
  expect(Object.keys(given)).toHaveLength(12);
  for (const name of Object.keys(given)) expect(Object.keys(serviceEnvironment.shape)).toContain(name);
  const filled = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      value.replaceAll(/\$\{BRAMA_DOMAIN[^}]*\}/g, 'brama.example.org').replaceAll(/\$\$\(secret \w+\)/g, 'secret'),
    ]),
  );
  expect(readServiceConfig(filled)).toMatchObject({
    http: { host: '0.0.0.0', publicUrl: 'https://brama.example.org' },
    mqtt: {
      url: 'mqtt://broker:1883',
      publicUrl: 'mqtts://brama.example.org:8883',
      admin: { username: '_admin' },
    },
    database: { url: 'postgres://brama_app:secret@database:5432/brama' },
    demo: false,
  });
});

it('starts programs that the sources build', () => {
  const started = [...text.matchAll(/dist\/((?:src|firmware-bridge)\/[\w-]+)\.js/g)].map(([, path]) => path ?? '');
  expect(started).toHaveLength(3);
  for (const path of started) expect(existsSync(new URL(`../../${path}.ts`, import.meta.url)), path).toBe(true);
});

it('opens two ports, and the database to nobody', () => {
  expect(all(({ ports }) => ports)).toEqual(['443:443/tcp', '8883:8883/tcp']);
  expect(compose.networks['back']).toEqual({ internal: true });
  expect(compose.services['database']?.networks).toEqual(['back']);
});
