import { z } from 'zod';
import { type JournalEvent, journalEvent, payloadBytesMax, type UpJournal } from '../src/contracts/mqtt/index.js';
import { JournalFile } from './journal-file.js';

/** What the gate writes down about itself; its number is given by the journal. */
export type NewEvent = Omit<JournalEvent, 'n'>;

const line = z.union([
  z.object({ boot: z.int(), event: journalEvent }),
  z.object({ boot: z.int(), upto: z.int() }),
  z.object({ boot: z.int(), next: z.int() }),
]);

interface BootRecord {
  readonly boot: number;
  events: JournalEvent[];
  next: number;
  /** The prefix that the database says it holds. */
  upto: number;
}

export const journalCapacity = 12_000;
const forgetAtOnce = 1_000;
const holdsMax = 64;
const eventsMax = 100;

/**
 * The memory of one gate across power cuts, in one file: each event is on the disk before anything follows from it, and
 * stays there after it was acknowledged for as long as there is room. Numbers count 1, 2, 3 … per power-up.
 */
export class Journal {
  private readonly boots = new Map<number, BootRecord>();
  private readonly file: JournalFile;
  private held = 0;
  private makingRoom = false;
  /** Damaged or torn lines that were found when the file was opened. */
  readonly damaged: number;

  constructor(
    path: string,
    private readonly capacity = journalCapacity,
  ) {
    const opened = JournalFile.open(path, (raw) => this.recall(raw));
    this.file = opened.file;
    this.damaged = opened.damaged;
    for (const record of this.boots.values()) this.mendGaps(record);
    this.makeRoom();
  }

  /** Writes the event down and returns its number. Throws when the disk does not take it: then nothing may follow from it. */
  append(boot: number, event: NewEvent): number {
    const record = this.record(boot);
    const numbered = { n: record.next, ...event };
    this.file.append({ boot, event: numbered }, { durable: true });
    record.next += 1;
    record.events.push(numbered);
    this.held += 1;
    try {
      this.makeRoom();
    } catch {
      // The event is safe and the old file whole; room is made with the next one.
    }
    return numbered.n;
  }

  /** Takes what the database says it holds. A lower number than before: it lost some and asks again. */
  acknowledge(boot: number, upto: number): void {
    const record = this.boots.get(boot);
    if (record === undefined || upto === record.upto || upto >= record.next) return;
    const lost = upto < record.upto;
    record.upto = upto;
    this.file.append({ boot, upto }, { durable: false });
    if (lost) this.mendGaps(record);
    this.compact();
  }

  /** The next events to send, of the oldest power-up that has any; without those of `boot` that are told live. */
  batch(boot: number, toldLive: ReadonlySet<number>): UpJournal | undefined {
    for (const record of this.boots.values()) {
      const untold = record.events.filter(({ n }) => n > record.upto && !(record.boot === boot && toldLive.has(n)));
      if (untold.length > 0) return this.fit(record.boot, untold.slice(0, eventsMax));
    }
    return undefined;
  }

  /** Nothing but what is held: the database can then ask for what it lacks. */
  greeting(boot: number): UpJournal {
    return { boot, holds: this.holds(() => true), events: [] };
  }

  acknowledged(boot: number): number {
    return this.boots.get(boot)?.upto ?? 0;
  }

  get size(): number {
    return this.held;
  }

  close(): void {
    this.file.close();
  }

  private holds(names: (record: BootRecord) => boolean): UpJournal['holds'] {
    return [...this.boots.values()]
      .filter((record) => record.events.length > 0 && names(record))
      .slice(-holdsMax)
      .map(({ boot, events }) => ({ boot, from: events[0]?.n ?? 1, to: events.at(-1)?.n ?? 1 }));
  }

  /** Whatever is acknowledged whole was said in the greeting: the service looks each named power-up up. */
  private fit(boot: number, events: JournalEvent[]): UpJournal {
    const holds = this.holds((record) => record.boot === boot || record.upto < record.next - 1);
    const message = { boot, holds, events };
    while (Buffer.byteLength(JSON.stringify(message)) > payloadBytesMax.journal) {
      message.events = message.events.slice(0, Math.ceil(message.events.length / 2));
    }
    return message;
  }

  private record(boot: number): BootRecord {
    const known = this.boots.get(boot);
    if (known !== undefined) return known;
    const record: BootRecord = { boot, events: [], next: 1, upto: 0 };
    this.boots.set(boot, record);
    return record;
  }

  private recall(raw: unknown): void {
    const parsed = line.safeParse(raw);
    if (!parsed.success) return;
    const record = this.record(parsed.data.boot);
    if ('event' in parsed.data) {
      record.events.push(parsed.data.event);
      record.next = Math.max(record.next, parsed.data.event.n + 1);
      this.held += 1;
    } else if ('upto' in parsed.data) record.upto = parsed.data.upto;
    else record.next = Math.max(record.next, parsed.data.next);
  }

  /** Says of each number above `upto` that is not held, and not yet said to be gone, that it is gone. */
  private mendGaps(record: BootRecord): void {
    const gone = record.events.flatMap(({ kind, from, to }) =>
      kind === 'dropped' && from !== undefined && to !== undefined ? [{ from, to }] : [],
    );
    const numbers = record.events.map(({ n }) => ({ from: n, to: n }));
    let expected = record.upto + 1;
    for (const { from, to } of [...gone, ...numbers].toSorted((a, b) => a.from - b.from)) {
      if (from > expected) this.sayDropped(record, expected, from - 1);
      expected = Math.max(expected, to + 1);
    }
  }

  private sayDropped(record: BootRecord, from: number, to: number): void {
    this.append(record.boot, { kind: 'dropped', up_ms: record.events.at(-1)?.up_ms ?? 0, from, to });
  }

  /** Forgets acknowledged events first, oldest first; only when there are none, others, and says which. */
  private makeRoom(): void {
    if (this.held <= this.capacity || this.makingRoom) return;
    this.makingRoom = true;
    try {
      let excess = this.held - this.capacity + Math.min(forgetAtOnce, Math.ceil(this.capacity / 10));
      for (const record of this.boots.values()) {
        const acknowledged = record.events.filter((event) => event.n <= record.upto).length;
        excess -= this.forget(record, Math.min(acknowledged, excess)).length;
      }
      for (const record of this.boots.values()) {
        if (excess <= 0) break;
        excess -= this.lose(record, excess);
      }
      const newest = [...this.boots.keys()].at(-1);
      for (const record of this.boots.values()) {
        if (record.events.length === 0 && record.boot !== newest) this.boots.delete(record.boot);
      }
      this.rewrite();
    } finally {
      this.makingRoom = false;
    }
  }

  /** Forgets what nobody else holds, and puts one event in its place that says so. Returns the room made. */
  private lose(record: BootRecord, count: number): number {
    const lost = this.forget(record, count);
    const last = lost.at(-1);
    const nothingNew = record.events.length === 0 && lost.every((event) => event.kind === 'dropped');
    if (last === undefined || nothingNew) return lost.length;
    this.sayDropped(record, Math.min(...lost.map((event) => event.from ?? event.n)), last.n);
    return lost.length - 1;
  }

  private forget(record: BootRecord, count: number): JournalEvent[] {
    const lost = record.events.slice(0, count);
    record.events = record.events.slice(count);
    this.held -= lost.length;
    return lost;
  }

  private compact(): void {
    if (this.file.lines > 3 * this.capacity) this.rewrite();
  }

  private rewrite(): void {
    this.file.rewrite(
      [...this.boots.values()].flatMap(({ boot, next, upto, events }) => [
        { boot, next },
        { boot, upto },
        ...events.map((event) => ({ boot, event })),
      ]),
    );
  }
}
