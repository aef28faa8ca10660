import { Injectable } from '@nestjs/common';
import { Readiness } from './readiness.js';

/** Counters by name and label, as Prometheus reads them. Modules add to them; nothing personal goes in. */
@Injectable()
export class Metrics {
  private readonly counts = new Map<string, Map<string, number>>();

  constructor(private readonly readiness: Readiness) {}

  /** Counts `reason` under `brama_<name>_total`. */
  add(name: string, reason: string, by = 1): void {
    const reasons = this.counts.get(name) ?? new Map<string, number>();
    this.counts.set(name, reasons);
    reasons.set(reason, (reasons.get(reason) ?? 0) + by);
  }

  /** How often `reason` was counted under `name`. */
  of(name: string, reason: string): number {
    return this.counts.get(name)?.get(reason) ?? 0;
  }

  text(): string {
    const health = this.readiness.now();
    const lines = [
      '# TYPE brama_ready gauge',
      `brama_ready ${Number(health.ready)}`,
      '# TYPE process_resident_memory_bytes gauge',
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
    ];
    for (const [name, reasons] of this.counts) {
      lines.push(`# TYPE brama_${name}_total counter`);
      for (const [reason, count] of reasons)
        lines.push(`brama_${name}_total{reason="${reason.replaceAll(/[^a-z0-9:_-]/gi, '_')}"} ${count}`);
    }
    return `${lines.join('\n')}\n`;
  }
}
