import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ServiceConfig } from '../../service-config.js';
import { gateKey, gatePassword } from '../broker/index.js';
import { demoCardOwner, demoCards } from './demo-people.js';

export interface DemoGate {
  readonly id: string;
  readonly slug: string;
  readonly credentialVersion: number;
}

/** What the firmware-bridge of the demo is started with. Secret: read by its owner alone, whole or not at all. */
export function writeBridgeFile(
  { dataDir, demoBridge }: Pick<ServiceConfig, 'dataDir' | 'demoBridge'>,
  mqttUrl: string,
  gates: readonly DemoGate[],
  gateMaster: Uint8Array,
  uidOf: (cardKey: string) => string,
): void {
  const config = {
    mqttUrl,
    dataDir: resolve(dataDir, 'bridge'),
    socket: demoBridge.socket,
    gates: gates.map(({ id, slug, credentialVersion }) => ({
      slug,
      password: gatePassword(gateMaster, id, credentialVersion),
      key: gateKey(gateMaster, id, credentialVersion).toString('base64url'),
      signed: true,
      devices: [{ driver: 'virtual' }],
    })),
    cards: demoCards.map((card) => ({
      key: card.key,
      tech: 'virtual',
      uid: uidOf(card.key),
      memberName: demoCardOwner(card),
      note: card.note,
    })),
  };
  const path = demoBridge.file;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}
