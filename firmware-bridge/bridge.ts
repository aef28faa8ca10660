import { mkdirSync } from 'node:fs';
import type { Clock } from '../src/platform/clock/clock.js';
import type { Log } from '../src/platform/log/log.js';
import type { BridgeConfig } from './config.js';
import { ControlRequests } from './control-requests.js';
import { ControlSocket } from './control-socket.js';
import { Gate } from './gate.js';
import { SerialLines } from './serial/serial-bus.js';

const firmware = 'bridge-0.1.0';

/** The gates of one configuration, and the socket to play them. */
export interface Bridge {
  readonly gates: readonly Gate[];
  stop(): Promise<void>;
}

export async function startBridge(config: BridgeConfig, clock: Clock, log: Log): Promise<Bridge> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const gates: Gate[] = [];
  const lines = new SerialLines(clock);
  const requests = new ControlRequests(gates, config.cards, clock);
  const socket = new ControlSocket(config.socket, (request) => requests.answer(request));
  // First: of two bridges with one socket the second must not touch a journal.
  await socket.listen();
  for (const { slug, password, key, signed, devices } of config.gates) {
    const settings = {
      slug,
      password,
      key: signed && key !== undefined ? Buffer.from(key, 'base64url') : undefined,
      mqttUrl: config.mqttUrl,
      heartbeatMs: config.heartbeatMs,
      firmware,
    };
    gates.push(new Gate(settings, devices, config.dataDir, lines, clock, log));
  }
  for (const gate of gates) gate.powerOn();
  return {
    gates,
    async stop() {
      await Promise.all(gates.map((gate) => gate.stop()));
      await socket.close();
    },
  };
}
