import { Inject, Injectable } from '@nestjs/common';
import type { Bilingual, ClosureImport, ClosureImported } from '../../contracts/http/index.js';
import { dayInterval, localDay } from '../../core/calendar/local-time.js';
import { calendarFaultWords } from '../../core/words/calendar-faults.js';
import { tied } from '../../core/words/format.js';
import type { Interval } from '../../core/interval.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { type CalendarFault, type EventRead, readCalendar } from '../../platform/ics/read-calendar.js';
import type { ServiceConfig } from '../../service-config.js';
import { AuditService } from '../audit/index.js';
import { closuresDuring } from '../machines/index.js';
import { ClosuresService } from './closures.service.js';

const itemsMax = 200;
const reasonMax = 500;
const yearMs = 366 * 24 * 60 * 60_000;
const unnamed: Bilingual = { pl: 'Zamknięte', en: 'Closed' };

type Item = ClosureImported['items'][number];

/** Closures from the file of another calendar: of this year and the two that follow. All that is new is made, or nothing. */
@Injectable()
export class ClosureImportService {
  constructor(
    private readonly db: Database,
    private readonly closures: ClosuresService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'timeZone'>,
  ) {}

  async take(by: string, { ics, dryRun }: ClosureImport): Promise<ClosureImported> {
    const now = this.clock.wallMs();
    const zone = this.config.timeZone;
    const { from } = dayInterval(`${localDay(now, zone).slice(0, 4)}-01-01`, zone);
    const { events, faults } = readCalendar(ics, { zone, within: { from, to: now + 2 * yearMs }, eventsMax: itemsMax });
    const take = async (tx: Transaction): Promise<Item[]> => await this.each(tx, events, now, dryRun);
    const items = dryRun
      ? await this.db.transaction(take)
      : await this.closures.changing(async (tx) => {
          const taken = await take(tx);
          await this.record(tx, by, taken);
          return taken;
        });
    return { made: items.filter(({ outcome }) => outcome === 'made').length, items, faults: faults.map(worded) };
  }

  /** In order of time, so that what a file says twice is there already the second time. */
  private async each(tx: Transaction, events: readonly EventRead[], now: number, dryRun: boolean): Promise<Item[]> {
    if (events.length === 0) return [];
    const closed = await closuresDuring(tx, whole(events));
    const items: Item[] = [];
    const made = [];
    for (const { from, to, summary } of events) {
      const reason = reasonOf(summary);
      const there = closed.some((one) => one.from <= from && to <= one.to);
      const outcome = to <= now ? 'over' : there ? 'there-already' : dryRun ? 'possible' : 'made';
      if (outcome === 'made') made.push({ during: { from, to }, reason });
      if (outcome === 'made' || outcome === 'possible') closed.push({ from, to });
      items.push({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), reason, outcome });
    }
    await this.closures.add(tx, made);
    return items;
  }

  private async record(tx: Transaction, by: string, items: readonly Item[]): Promise<void> {
    const made = items.filter(({ outcome }) => outcome === 'made');
    if (made.length === 0) return;
    await this.audit.record(tx, {
      actor: by,
      action: 'closures-imported',
      subject: { kind: 'workshop', id: 'workshop' },
      detail: { made },
    });
  }
}

const whole = (events: readonly Interval[]): Interval => ({
  from: Math.min(...events.map(({ from }) => from)),
  to: Math.max(...events.map(({ to }) => to)),
});

/** A file is in one language: what it says stands for both. Half a character, which no table takes, becomes a mark. */
function reasonOf(summary: string): Bilingual {
  const said = Buffer.from(summary.slice(0, reasonMax)).toString().trim();
  return said === '' ? unnamed : { pl: said, en: said };
}

function worded({ line, fault }: CalendarFault): ClosureImported['faults'][number] {
  const { pl, en } = calendarFaultWords[fault];
  return { line: line ?? null, text: { pl: tied(pl), en } };
}
