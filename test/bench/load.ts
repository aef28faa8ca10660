import { Client } from 'pg';
import { Gate, type Tapped } from './gate.js';
import { answer, type Arm, type DurableResult, type LoadAsk, type Phase, type PhaseResult } from './messages.js';

/** The load generator: 200 gates in a process of its own, once for each arm. */
const gates: Record<Arm, Gate[]> = { service: [], floor: [] };
let current: Gate[] = [];
let next = 0;

async function connect({ gates: logins, floor, url }: Extract<LoadAsk, { ask: 'connect' }>): Promise<void> {
  for (const [machine, { slug, ...login }] of logins.entries()) {
    const both = { service: new Gate('service', slug, machine), floor: new Gate('floor', slug, machine) };
    await Promise.all([both.service.connect(url, login), both.floor.connect(url, floor)]);
    gates.service.push(both.service);
    gates.floor.push(both.floor);
  }
}

const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));

/** In turn; a gate that still waits for its answer is passed over. */
function freeGate(): Gate | undefined {
  for (let looked = 0; looked < current.length; looked += 1) {
    next = (next + 1) % current.length;
    const gate = current[next]!;
    if (gate.free) return gate;
  }
  return undefined;
}

class Tally {
  readonly relayMs: number[] = [];
  readonly refusedMs: number[] = [];
  sent = 0;
  answered = 0;
  readonly unexpected: Record<string, number> = {};
  lost = 0;

  async tap(gate: Gate): Promise<Tapped | undefined> {
    this.sent += 1;
    const tapped = await gate.tap();
    if (tapped === undefined) this.lost += 1;
    else {
      this.answered += 1;
      if (tapped.unexpected !== undefined)
        this.unexpected[tapped.unexpected] = (this.unexpected[tapped.unexpected] ?? 0) + 1;
      else (tapped.step === 'refusal' ? this.refusedMs : this.relayMs).push(tapped.ms);
    }
    return tapped;
  }

  result(ms: number): PhaseResult {
    const { sent, answered, relayMs, refusedMs, unexpected, lost } = this;
    return { sent, answered, ms, relayMs, refusedMs, unexpected, lost };
  }
}

async function run(phase: Phase): Promise<PhaseResult> {
  const tally = new Tally();
  const from = performance.now();
  if (phase.kind === 'one') await oneByOne(tally, phase, from);
  else if (phase.kind === 'rate') await atRate(tally, phase, from);
  else await saturated(tally, phase, from);
  return tally.result(performance.now() - from);
}

async function oneByOne(tally: Tally, { count, maxMs }: Extract<Phase, { kind: 'one' }>, from: number): Promise<void> {
  for (let i = 0; i < count && performance.now() - from < maxMs; i += 1) {
    const gate = freeGate();
    if (gate !== undefined) await tally.tap(gate);
    // The gate's report is taken in before the next tap: one in flight, and nothing else.
    await pause(6);
  }
}

async function atRate(tally: Tally, { perSecond, ms }: Extract<Phase, { kind: 'rate' }>, from: number): Promise<void> {
  const flying: Promise<unknown>[] = [];
  let due = from;
  while (due - from < ms) {
    due += (-Math.log(1 - Math.random()) * 1_000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0.5) await pause(wait);
    const gate = freeGate();
    if (gate !== undefined) flying.push(tally.tap(gate));
  }
  await Promise.all(flying);
}

async function saturated(tally: Tally, { ms }: Extract<Phase, { kind: 'saturated' }>, from: number): Promise<void> {
  await Promise.all(
    current.map(async (gate) => {
      while (performance.now() - from < ms) {
        if (gate.waitMs > 0) await pause(gate.waitMs);
        if ((await tally.tap(gate)) === undefined) return;
      }
    }),
  );
}

async function echo(count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    times.push(await gates.floor[i % gates.floor.length]!.echo());
    await pause(1);
  }
  return times;
}

/** Whether another connection sees the row of a tap once its relay command is here. */
async function durable(databaseUrl: string, count: number): Promise<DurableResult> {
  const db = new Client(databaseUrl);
  await db.connect();
  const tally = new Tally();
  let looked = 0;
  let committed = 0;
  try {
    for (let i = 0; i < count; i += 1) {
      const gate = freeGate();
      const tapped = gate && (await tally.tap(gate));
      if (gate === undefined || tapped === undefined) continue;
      const { rowCount } = await db.query(
        'select from tap t join gate g on g.id = t.gate_id where g.slug = $1 and t.boot = $2 and t.n = $3',
        [gate.slug, tapped.boot, tapped.n],
      );
      looked += 1;
      committed += rowCount ?? 0;
    }
  } finally {
    await db.end();
  }
  return { looked, committed };
}

answer(async (ask: LoadAsk) => {
  switch (ask.ask) {
    case 'connect':
      return await connect(ask);
    case 'power-up':
      current = gates[ask.arm];
      for (const gate of current) gate.powerUp(ask.boot);
      return;
    case 'report':
      for (const gate of current) gate.report();
      return;
    case 'run':
      return await run(ask.phase);
    case 'echo':
      return await echo(ask.count);
    case 'durable':
      return await durable(ask.databaseUrl, ask.count);
  }
});
