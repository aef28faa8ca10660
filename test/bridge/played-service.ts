import { connectAsync, type MqttClient } from 'mqtt';
import {
  type DownKind,
  type DownUi,
  downTopic,
  gateState,
  mayPublish,
  maySubscribe,
  parseUpTopic,
  serviceUsername,
  upFilter,
  upJournal,
  upKinds,
  upPower,
  upState,
  upTap,
  type UpKind,
} from '../../src/contracts/mqtt/index.js';
import type { BrokerRules } from '../../src/platform/embedded/broker.js';
import { until } from '../support/wait.js';

export const password = 'secret-of-the-test';

/** Long: a computer that does other things too is slow. */
export const deadlineMs = 15_000;

/** Somebody who got past the broker's rules. */
export const planter = '_planter';

/** Who may do what, as the contract says it. */
export const rules: BrokerRules = {
  authenticate: async (_username, given) => given === password,
  mayUseClientId: () => true,
  isTrusted: (username) => username === serviceUsername || username === planter,
  mayPublish: (username, topic, retain) => username === planter || mayPublish(username, topic, retain),
  maySubscribe,
};

export interface Heard {
  readonly slug: string;
  readonly kind: UpKind;
  readonly retained: boolean;
  readonly json: Record<string, unknown>;
}

const schemas = { state: upState, tap: upTap, power: upPower, journal: upJournal };

/** The other end of the contract, played by hand. Whatever a gate says must fit the schemas. */
export class PlayedService {
  readonly heard: Heard[] = [];
  readonly misfits: string[] = [];
  private readonly listeners = new Set<(heard: Heard) => void>();

  private constructor(private readonly client: MqttClient) {
    client.on('message', (topic, payload, packet) => {
      const up = parseUpTopic(topic);
      if (up === undefined) return;
      const parsed = schemas[up.kind].safeParse(JSON.parse(payload.toString()));
      if (parsed.success) this.take({ ...up, retained: packet.retain, json: parsed.data });
      else this.misfits.push(`${topic}: ${parsed.error.message}`);
    });
  }

  static async join(url: string): Promise<PlayedService> {
    const client = await connectAsync(url, { username: serviceUsername, password, protocolVersion: 4 });
    const service = new PlayedService(client);
    for (const kind of upKinds) await client.subscribeAsync(upFilter(kind), { qos: 1 });
    return service;
  }

  private take(heard: Heard): void {
    this.heard.push(heard);
    for (const listen of this.listeners) listen(heard);
  }

  async leave(): Promise<void> {
    await this.client.endAsync(true);
  }

  async say(slug: string, kind: DownKind, payload: unknown): Promise<void> {
    const text = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload);
    await this.client.publishAsync(downTopic(slug, kind), text, { qos: 1 });
  }

  all(kind: UpKind, slug = 'laser'): Record<string, unknown>[] {
    return this.heard.filter((each) => each.kind === kind && each.slug === slug).map(({ json }) => json);
  }

  /** The first message of this kind that fits, waiting for it. */
  async hears(kind: UpKind, fits: Record<string, unknown> = {}, slug = 'laser'): Promise<Record<string, unknown>> {
    const isIt = (json: Record<string, unknown>) => Object.entries(fits).every(([name, value]) => json[name] === value);
    return until(() => this.all(kind, slug).find(isIt), {
      deadlineMs,
      what: () => `${kind} with ${JSON.stringify(fits)}; last: ${JSON.stringify(this.all(kind, slug).at(-1))}`,
    });
  }

  /** Until the journal has told of such an event. */
  async tells(kind: string, slug = 'laser'): Promise<void> {
    const what = () => `"${kind}" in the journal; it told: ${this.kinds(slug).join(', ')}`;
    await until(() => this.kinds(slug).includes(kind), { deadlineMs, what });
  }

  /** Every event the gate has told of, by boot and number. */
  events(slug = 'laser'): Map<string, Record<string, unknown>> {
    const told = new Map<string, Record<string, unknown>>();
    for (const json of this.all('journal', slug)) {
      const { boot, events } = upJournal.parse(json);
      for (const event of events) told.set(`${boot}/${event.n}`, event);
    }
    return told;
  }

  kinds(slug = 'laser'): unknown[] {
    return [...this.events(slug).values()].map(({ kind }) => kind);
  }

  latest(slug = 'laser') {
    return gateState.parse(this.all('state', slug).findLast((state) => state['online'] === true));
  }

  /** Acknowledges what has been and will be journalled, as a database does. Returns what ends it. */
  acknowledgeAll(slug = 'laser'): () => void {
    const told = new Map<number, Set<number>>();
    const take = ({ kind, json }: Heard): void => {
      const { boot, n, events } = json as { boot: number; n?: number; events?: { n: number }[] };
      const numbers = told.get(boot) ?? new Set<number>();
      told.set(boot, numbers);
      for (const each of events ?? [{ n: n! }]) numbers.add(each.n);
      if (kind === 'tap') return;
      let upto = 0;
      while (numbers.has(upto + 1)) upto += 1;
      void this.say(slug, 'ack', { boot, upto });
    };
    const listen = (heard: Heard): void => {
      if (heard.slug === slug && (heard.kind === 'journal' || heard.kind === 'tap')) take(heard);
    };
    this.heard.forEach(listen);
    this.listeners.add(listen);
    return () => this.listeners.delete(listen);
  }
}

export const session = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const yes = (boot: number, n: number): DownUi => ({
  boot,
  for: n,
  verdict: 'allow',
  code: 'ok',
  light: 'green',
  sound: 'ok',
  text: 'Dzień dobry, Anno.',
});
