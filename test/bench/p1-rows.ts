import type { Arm, DurableResult, PhaseResult } from './messages.js';
import { median, percentile } from './numbers.js';
import type { Row } from './report.js';

export interface Measured {
  readonly round: number;
  readonly arm: Arm;
  readonly phases: Record<string, PhaseResult & { readonly cpuUs: number; readonly postgresUs: number }>;
  readonly base: { readonly echoMs: number; readonly commitMs: number } | undefined;
  readonly durable: DurableResult;
  readonly sent: number;
  readonly recorded: number;
}

type PhaseMeasured = Measured['phases'][string];

/** The floor counts only when its own tap, alone, costs no more than this many times an echo and a commit. */
const floorMax = 4;

const goals = { p50: 1.3, p99: 2, throughput: 0.7 };

/** The median over the rounds: of each arm, and of the ratios within a round. */
export function rowsOf(measured: readonly Measured[]): Row[] {
  const rounds = [...new Set(measured.map(({ round }) => round))];
  const of = (round: number, arm: Arm): Measured =>
    measured.find((one) => one.round === round && one.arm === arm) ?? measured[0]!;
  const compare = (
    name: string,
    unit: string,
    phase: string,
    pick: (phase: PhaseMeasured) => number,
    goal?: { text: string; met: (ratio: number) => boolean },
  ): Row => {
    const value = (round: number, arm: Arm): number => pick(of(round, arm).phases[phase]!);
    const ratio = median(rounds.map((round) => value(round, 'service') / value(round, 'floor')));
    return {
      id: 'P1',
      name: `${phase}: ${name}`,
      unit,
      ours: median(rounds.map((round) => value(round, 'service'))),
      floor: median(rounds.map((round) => value(round, 'floor'))),
      ratio,
      goal: goal?.text ?? null,
      met: goal?.met(ratio) ?? null,
    };
  };
  const atMost = (limit: number) => ({ text: `≤ ${limit} ×`, met: (ratio: number) => ratio <= limit });
  const atLeast = (limit: number) => ({ text: `≥ ${limit} ×`, met: (ratio: number) => ratio >= limit });
  const rows = Object.keys(measured[0]!.phases).flatMap((phase) => [
    compare('p50', 'ms', phase, ({ relayMs }) => percentile(relayMs, 0.5), atMost(goals.p50)),
    compare('p99', 'ms', phase, ({ relayMs }) => percentile(relayMs, 0.99), atMost(goals.p99)),
    ...(phase === 'saturated'
      ? [compare('taps', '1/s', phase, ({ answered, ms }) => (answered * 1_000) / ms, atLeast(goals.throughput))]
      : []),
    compare('refusal p50', 'ms', phase, ({ refusedMs }) => percentile(refusedMs, 0.5)),
    compare('CPU of the service', 'µs/tap', phase, ({ cpuUs }) => cpuUs),
    compare('CPU of PostgreSQL', 'µs/tap', phase, ({ postgresUs }) => postgresUs),
  ]);
  return [...rows, floorRow(measured), ...countRows(measured)];
}

/** A floor that is slower than this proves nothing. */
function floorRow(measured: readonly Measured[]): Row {
  const floors = measured.filter(({ arm }) => arm === 'floor');
  const own = median(floors.map(({ phases }) => percentile(phases.one!.relayMs, 0.5)));
  const base = median(floors.map((one) => (one.base === undefined ? Number.NaN : one.base.echoMs + one.base.commitMs)));
  const ratio = own / base;
  return {
    id: 'P1',
    name: 'the floor itself, one in flight, against echo + commit',
    unit: 'ms',
    ours: own,
    floor: base,
    ratio,
    goal: `≤ ${floorMax} ×, else void`,
    met: ratio <= floorMax,
  };
}

function countRows(measured: readonly Measured[]): Row[] {
  const sum = (pick: (one: Measured) => number): number => measured.reduce((all, one) => all + pick(one), 0);
  const ofPhases = (pick: (one: PhaseMeasured) => number) =>
    sum(({ phases }) => Object.values(phases).reduce((all, one) => all + pick(one), 0));
  const row = (name: string, ours: number, floor: number | null, goal: string, met: boolean): Row => {
    return { id: 'P1', name, unit: 'taps', ours, floor, ratio: null, goal, met };
  };
  const [recorded, sent] = [sum((one) => one.recorded), sum((one) => one.sent)];
  const [committed, looked] = [sum(({ durable }) => durable.committed), sum(({ durable }) => durable.looked)];
  const lost = ofPhases((one) => one.lost);
  const codes = new Set(
    measured.flatMap(({ phases }) => Object.values(phases).flatMap((one) => Object.keys(one.unexpected))),
  );
  return [
    row('recorded, of those sent (both arms)', recorded, sent, 'equal', recorded === sent),
    row('committed when the command arrives, of a sample', committed, looked, 'equal', committed === looked),
    row('without an answer', lost, null, '0', lost === 0),
    ...[...codes].map((code) => {
      const times = ofPhases((one) => one.unexpected[code] ?? 0);
      return row(`with another answer than expected, ${code}`, times, null, '0', times === 0);
    }),
  ];
}
