import { Injectable } from '@nestjs/common';
import { BrokerAccess } from '../broker/index.js';
import { Readiness } from './readiness.js';

type Labels = Readonly<Record<string, string>>;

/** Seconds, as of a person who waits: upper bounds of what is counted together. */
const bounds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** Numbers by name and label, as Prometheus reads them. Modules add to them; nothing personal goes in. */
@Injectable()
export class Metrics {
  private readonly counters = new Map<string, Map<string, number>>();
  private readonly gauges = new Map<string, number>();
  private readonly times = new Map<string, { readonly within: number[]; count: number; sum: number }>();

  constructor(
    private readonly readiness: Readiness,
    private readonly broker: BrokerAccess,
  ) {}

  /** Counts what happened under `brama_<name>_total`. */
  add(name: string, happened: string | Labels, by = 1): void {
    const counts = this.counters.get(name) ?? new Map<string, number>();
    this.counters.set(name, counts);
    const labels = labelled(typeof happened === 'string' ? { reason: happened } : happened);
    counts.set(labels, (counts.get(labels) ?? 0) + by);
  }

  /** What `brama_<name>` is now. */
  set(name: string, value: number): void {
    this.gauges.set(name, value);
  }

  /** How long something took, under `brama_<name>_seconds`. */
  took(name: string, ms: number): void {
    const seconds = ms / 1000;
    const kept = this.times.get(name) ?? { within: bounds.map(() => 0), count: 0, sum: 0 };
    this.times.set(name, kept);
    kept.count += 1;
    kept.sum += seconds;
    bounds.forEach((bound, index) => {
      if (seconds <= bound) kept.within[index]! += 1;
    });
  }

  text(): string {
    const lines = [...gauge('process_resident_memory_bytes', process.memoryUsage.rss())];
    lines.push(...gauge('brama_ready', Number(this.readiness.now().ready)));
    for (const [name, value] of this.gauges) lines.push(...gauge(`brama_${name}`, value));
    for (const [name, counts] of this.counters) lines.push(...counter(`brama_${name}_total`, counts));
    for (const [name, { within, count, sum }] of this.times) {
      const metric = `brama_${name}_seconds`;
      lines.push(`# TYPE ${metric} histogram`);
      bounds.forEach((bound, index) => lines.push(`${metric}_bucket{le="${bound}"} ${within[index]}`));
      lines.push(`${metric}_bucket{le="+Inf"} ${count}`, `${metric}_sum ${sum}`, `${metric}_count ${count}`);
    }
    return `${[...lines, ...this.ofBroker()].join('\n')}\n`;
  }

  /** Of the embedded broker. Another one counts for itself. */
  private ofBroker(): string[] {
    const counts = this.broker.counts();
    if (counts === undefined) return [];
    const { connections, signedIn, retainedTopics, retainedBytes, cut, refused, ...happened } = counts;
    const present = Object.entries({ connections, signedIn, retainedTopics, retainedBytes });
    return [
      ...present.flatMap(([name, value]) => gauge(`brama_broker_${snakeCase(name)}`, value)),
      ...Object.entries(happened).flatMap(([name, count]) =>
        counter(`brama_broker_${snakeCase(name)}_total`, new Map([['', count]])),
      ),
      ...counter('brama_broker_cut_total', reasons(cut)),
      ...counter('brama_broker_refused_total', reasons(refused)),
    ];
  }
}

const gauge = (name: string, value: number): string[] => [`# TYPE ${name} gauge`, `${name} ${value}`];

const counter = (name: string, counts: ReadonlyMap<string, number>): string[] => [
  `# TYPE ${name} counter`,
  ...[...counts].map(([labels, count]) => `${name}${labels} ${count}`),
];

const reasons = (counts: Readonly<Record<string, number>>): Map<string, number> =>
  new Map(Object.entries(counts).map(([reason, count]) => [labelled({ reason }), count]));

const labelled = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replaceAll(/[^a-z0-9:_-]/gi, '_')}"`);
  return `{${pairs.join(',')}}`;
};

const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
