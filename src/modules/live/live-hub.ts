import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type Tile, tile } from '../../contracts/http/index.js';
import { liveTopic } from '../../contracts/mqtt/index.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Log } from '../../platform/log/log.js';
import { MqttLink } from '../../platform/mqtt/mqtt-link.js';
import { BramaEventBus } from '../events.js';
import { Metrics, Readiness } from '../health/index.js';
import { TileRepository } from './tile.repository.js';

/** Changes of one machine within this are one. */
const togetherMs = 40;

/**
 * Changes of the board, on their way to every viewer of every replica. A change carries the whole tile and a number that rises
 * by one for each machine, so that a viewer who missed one knows it.
 */
@Injectable()
export class LiveHub implements OnApplicationBootstrap {
  private readonly viewers = new Set<(tile: Tile) => void>();
  private readonly dirty = new Set<string>();
  private due = false;

  constructor(
    private readonly tiles: TileRepository,
    private readonly events: BramaEventBus,
    private readonly link: MqttLink,
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject('log') private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.events.on('machine-changed', ({ machineId }) => this.mark(machineId));
    this.link.on('message', ({ topic, payload }) => {
      if (topic === liveTopic) this.hear(payload);
    });
  }

  watch(viewer: (tile: Tile) => void): () => void {
    this.viewers.add(viewer);
    return () => this.viewers.delete(viewer);
  }

  private mark(machineId: string): void {
    this.dirty.add(machineId);
    if (this.due) return;
    this.due = true;
    this.clock.after(togetherMs, () => void this.tell());
  }

  private async tell(): Promise<void> {
    const machineIds = [...this.dirty];
    this.dirty.clear();
    try {
      const changed = await this.tiles.change(this.clock.wallMs(), machineIds);
      for (const one of changed) {
        this.show(one);
        this.link.publish(liveTopic, JSON.stringify({ from: this.readiness.replica, tile: one }), { qos: 0 });
      }
    } catch (error) {
      this.metrics.add('live', 'failed');
      this.log.warn({ reason: (error as Error).message }, 'a change of the board could not be told');
    } finally {
      this.due = false;
      if (this.dirty.size > 0) this.mark([...this.dirty][0] ?? '');
    }
  }

  private hear(payload: Uint8Array): void {
    try {
      const message = JSON.parse(Buffer.from(payload).toString('utf8')) as { from?: unknown; tile?: unknown };
      if (message.from !== this.readiness.replica) this.show(tile.parse(message.tile));
    } catch {
      this.metrics.add('live', 'bad-payload');
    }
  }

  private show(changed: Tile): void {
    for (const viewer of this.viewers) viewer(changed);
  }
}
