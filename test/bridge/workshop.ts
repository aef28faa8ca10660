import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { vi } from 'vitest';
import { type Bridge, startBridge } from '../../firmware-bridge/bridge.js';
import { type BridgeConfig, readBridgeConfig } from '../../firmware-bridge/config.js';
import { VirtualDevice } from '../../firmware-bridge/drivers/virtual.js';
import { downTopic } from '../../src/contracts/mqtt/index.js';
import type { Clock } from '../../src/platform/clock/clock.js';
import { silentLog } from '../../src/platform/log/log.js';
import { startEmbeddedBroker } from '../support/broker.js';
import { askSocket } from './ask-socket.js';
import { MovedClock } from './moved-clock.js';
import { password, planter, PlayedService, rules } from './played-service.js';

/** A computer that does other things too is slow; what must be quick is measured by itself. */
vi.setConfig({ testTimeout: 60_000 });

export const anna = { key: 'anna', tech: 'virtual', uid: '04de5f1eacc040' } as const;
export const gateKey = Buffer.alloc(32, 7).toString('base64url');

export function makeConfig(mqttUrl: string, dataDir: string): unknown {
  return {
    mqttUrl,
    dataDir,
    socket: join(dataDir, 'bridge.sock'),
    gates: [
      { slug: 'laser', password, devices: [{ driver: 'virtual' }] },
      { slug: 'saw', password, devices: [{ driver: 'virtual' }], signed: true, key: gateKey },
    ],
    cards: [{ ...anna, memberName: 'Anna Wójcik', note: { pl: 'ma rezerwację', en: 'has a booking' } }],
  };
}

/** A broker and a played service; bridges come and go. */
export class Workshop {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'brama-bridge-'));
  readonly clock = new MovedClock();
  bridge: Bridge | undefined;

  private constructor(
    private readonly broker: Awaited<ReturnType<typeof startEmbeddedBroker>>,
    readonly service: PlayedService,
  ) {}

  static async open(): Promise<Workshop> {
    const broker = await startEmbeddedBroker({ rules });
    return new Workshop(broker, await PlayedService.join(broker.url));
  }

  get url(): string {
    return this.broker.url;
  }

  get config(): BridgeConfig {
    return readBridgeConfig(JSON.stringify(makeConfig(this.url, this.dataDir)));
  }

  /** Starts a bridge in this process, on the clock that is moved by hand unless told. Returns the boot of the laser's gate. */
  async start(clock: Clock = this.clock, config = this.config): Promise<number> {
    this.bridge = await startBridge(config, clock, silentLog);
    return this.greeted();
  }

  /** The gate's boot, once it has said hello. */
  async greeted(slug = 'laser'): Promise<number> {
    const { boot } = this.gate(slug).powered!;
    await this.service.hears('state', { online: true, boot }, slug);
    await this.service.hears('journal', { boot }, slug);
    return boot;
  }

  /** One request to the bridge's socket. */
  async ask(request: unknown): Promise<Record<string, unknown> | undefined> {
    return askSocket(join(this.dataDir, 'bridge.sock'), request);
  }

  gate(slug = 'laser') {
    return this.bridge!.gates.find((each) => each.slug === slug)!;
  }

  device(slug = 'laser'): VirtualDevice {
    return this.gate(slug).devices.all[0] as VirtualDevice;
  }

  async plant(slug: string, payload: unknown): Promise<void> {
    const client = await connectAsync(this.url, { username: planter, password, protocolVersion: 4 });
    await client.publishAsync(downTopic(slug, 'relay'), JSON.stringify(payload), { qos: 1, retain: true });
    await client.endAsync();
  }

  async stop(): Promise<void> {
    await this.bridge?.stop();
    this.bridge = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.service.leave();
    await this.broker.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
