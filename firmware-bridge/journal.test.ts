import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { payloadBytesMax, upJournal } from '../src/contracts/mqtt/index.js';
import { Journal } from './journal.js';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'brama-journal-'));
  path = join(dir, 'laser.journal');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const event = (up: number) => ({ kind: 'relay-on', up_ms: up });
function written(count: number, { boot = 1, capacity }: { boot?: number; capacity?: number } = {}): Journal {
  const journal = new Journal(path, capacity);
  for (let i = 1; i <= count; i++) journal.append(boot, event(i));
  return journal;
}
const next = (journal: Journal) => journal.batch(0, new Set());
const numbers = (journal: Journal) => next(journal)?.events.map(({ n }) => n);

describe('the journal', () => {
  it('counts 1, 2, 3 of each power-up, and sends the oldest first', () => {
    const journal = written(3);
    expect(journal.append(2, event(9))).toBe(1);
    expect(next(journal)).toMatchObject({
      boot: 1,
      holds: [
        { boot: 1, from: 1, to: 3 },
        { boot: 2, from: 1, to: 1 },
      ],
    });
    journal.acknowledge(1, 3);
    expect(next(journal)).toMatchObject({ boot: 2, holds: [{ boot: 2, from: 1, to: 1 }], events: [{ n: 1 }] });
    expect(journal.greeting(2).holds).toHaveLength(2);
    journal.acknowledge(2, 1);
    expect(next(journal)).toBeUndefined();
  });

  it('survives a restart, with what was acknowledged', () => {
    const journal = written(5);
    journal.acknowledge(1, 2);
    journal.close();
    const again = new Journal(path);
    expect(again.damaged).toBe(0);
    expect(numbers(again)).toEqual([3, 4, 5]);
    expect(again.append(1, event(6))).toBe(6);
  });

  it('is on the disk before the number is known', () => {
    written(1);
    expect(numbers(new Journal(path))).toEqual([1]);
  });

  it('is readable by its owner alone', () => {
    written(1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('cuts a torn tail at whatever byte it was torn', () => {
    written(3).close();
    const whole = readFileSync(path);
    const twoLines = whole.indexOf(0x0a, whole.indexOf(0x0a) + 1) + 1;
    for (let bytes = twoLines; bytes < whole.length; bytes++) {
      writeFileSync(path, whole);
      truncateSync(path, bytes);
      const journal = new Journal(path);
      expect(numbers(journal)).toEqual([1, 2]);
      expect(journal.append(1, event(3))).toBe(3);
      journal.close();
      expect(numbers(new Journal(path))).toEqual([1, 2, 3]);
    }
    expect(whole.length - twoLines).toBeGreaterThan(40);
  });

  it('says that a damaged event is gone, and keeps the others', () => {
    written(3).close();
    const lines = readFileSync(path, 'utf8').split('\n');
    lines[1] = lines[1]!.replace('"up_ms":2', '"up_ms":8');
    writeFileSync(path, lines.join('\n'));
    const journal = new Journal(path);
    expect(journal.damaged).toBe(1);
    expect(next(journal)?.events).toMatchObject([{ n: 1 }, { n: 3 }, { n: 4, kind: 'dropped', from: 2, to: 2 }]);
    journal.close();
    expect(numbers(new Journal(path))).toEqual([1, 3, 4]);
  });

  it('ignores what it cannot read', () => {
    written(1).close();
    appendFileSync(path, 'nonsense\n{"boot":1}\n');
    expect(numbers(new Journal(path))).toEqual([1]);
  });

  it('leaves out what is told live', () => {
    const journal = written(4);
    expect(journal.batch(1, new Set([3]))?.events.map(({ n }) => n)).toEqual([1, 2, 4]);
    expect(journal.batch(2, new Set([3]))?.events.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
  });

  it('sends again from a lower acknowledgement', () => {
    const journal = written(4);
    journal.acknowledge(1, 4);
    expect(numbers(journal)).toBeUndefined();
    journal.acknowledge(1, 1);
    expect(numbers(journal)).toEqual([2, 3, 4]);
  });

  it('does not believe an acknowledgement of what never was', () => {
    const journal = written(2);
    journal.acknowledge(1, 3);
    journal.acknowledge(5, 1);
    expect(numbers(journal)).toEqual([1, 2]);
  });

  it('forgets acknowledged events first', () => {
    const journal = written(100, { capacity: 100 });
    journal.acknowledge(1, 60);
    journal.append(1, event(101));
    expect(journal.size).toBe(90);
    expect(next(journal)).toMatchObject({ holds: [{ boot: 1, from: 12, to: 101 }] });
    expect(numbers(journal)?.at(0)).toBe(61);
    journal.close();
    expect(new Journal(path, 100).size).toBe(90);
  });

  it('says what it had to drop unacknowledged', () => {
    const journal = written(101, { capacity: 100 });
    const events = next(journal)!.events;
    expect(events.at(0)).toMatchObject({ n: 12 });
    expect(events.at(-1)).toMatchObject({ n: 102, kind: 'dropped', from: 1, to: 11 });
  });

  it('leaves no number untold, however often it had to drop', () => {
    const journal = written(30, { boot: 1, capacity: 100 });
    for (let i = 0; i < 500; i++) journal.append(2, event(i));
    expect(journal.size).toBeLessThanOrEqual(101);
    journal.close();
    const seen = new Map<number, Set<number>>();
    const again = new Journal(path, 100);
    for (let batch = next(again); batch !== undefined; batch = next(again)) {
      const told = seen.get(batch.boot) ?? new Set<number>();
      seen.set(batch.boot, told);
      for (const { n, from = n, to = n } of batch.events) {
        told.add(n);
        for (let gone = from; gone <= to; gone++) told.add(gone);
      }
      again.acknowledge(batch.boot, batch.events.at(-1)!.n);
    }
    for (const told of seen.values()) expect([...told].toSorted((a, b) => a - b)).toEqual(range(Math.max(...told)));
    expect(Math.max(...(seen.get(2) ?? []))).toBeGreaterThan(500);
  });

  it('says that what a restored database asks for is gone', () => {
    const journal = written(100, { capacity: 100 });
    journal.acknowledge(1, 60);
    journal.append(1, event(101));
    journal.acknowledge(1, 5);
    const told: unknown[] = [];
    for (let upto = 5; ;) {
      const batch = next(journal);
      if (batch === undefined) break;
      told.push(...batch.events);
      upto = batch.events.at(-1)!.n;
      journal.acknowledge(1, upto);
    }
    expect(told).toContainEqual(expect.objectContaining({ kind: 'dropped', from: 6, to: 11 }));
  });

  it('keeps each message within its limits, whatever it holds', () => {
    const journal = new Journal(path);
    for (let boot = 1; boot <= 100; boot++) journal.append(boot, event(1));
    for (let i = 0; i < 300; i++) {
      journal.append(100, {
        kind: 'a'.repeat(30),
        up_ms: 2 ** 40,
        wall_ms: 2 ** 41,
        clock: 'none',
        session: '00000000-0000-4000-8000-000000000001',
        cause: 'ż'.repeat(30),
      });
    }
    let messages = 0;
    for (let batch = next(journal); batch !== undefined; batch = next(journal), messages++) {
      expect(Buffer.byteLength(JSON.stringify(batch))).toBeLessThanOrEqual(payloadBytesMax.journal);
      upJournal.parse(batch);
      journal.acknowledge(batch.boot, batch.events.at(-1)!.n);
    }
    expect(messages).toBeGreaterThan(103);
  });
});

const range = (to: number) => Array.from({ length: to }, (_, i) => i + 1);
