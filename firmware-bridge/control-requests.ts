import type { ControlRequest, GateAction, PlayedGate, TapReply } from '../src/contracts/bridge/control.js';
import type { DownUi } from '../src/contracts/mqtt/index.js';
import type { Clock } from '../src/platform/clock/clock.js';
import type { BridgeConfig } from './config.js';
import { VirtualDevice } from './drivers/virtual.js';
import type { Gate } from './gate.js';

/** Something that the person who asked can put right. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
}

const answerWithinMs = 6_000;

/** The hands that play virtual gates. */
export class ControlRequests {
  constructor(
    private readonly gates: readonly Gate[],
    private readonly cards: BridgeConfig['cards'],
    private readonly clock: Clock,
  ) {}

  async answer(request: ControlRequest): Promise<object> {
    switch (request.do) {
      case 'gates':
        return { gates: this.gates.map(describe) };
      case 'cards':
        return { cards: this.cards.map(({ key, memberName, note }) => ({ key, memberName, note })) };
      case 'gate':
        return this.act(request.gate, request.action);
      default:
        return this.tap(request.gate, request.card);
    }
  }

  private async tap(slug: string, key: string): Promise<object> {
    const gate = this.gate(slug);
    const card = find(this.cards, (each) => each.key, key, 'card');
    const life = gate.powered;
    if (life === undefined) throw new ControlError(`The gate "${slug}" has no power.`);
    virtualDevice(gate);
    const n = life.tap({ tech: card.tech, uid: card.uid });
    if (n === undefined)
      throw new ControlError(`The gate "${slug}" took no card just now: wait a second and tap again.`);
    const answer = await new Promise<DownUi | null>((resolve) => {
      const giveUp = this.clock.after(answerWithinMs, () => {
        forget();
        resolve(null);
      });
      const forget = life.onAnswer(n, (ui) => {
        giveUp();
        resolve(ui);
      });
    });
    return { answer: answer === null ? null : shown(answer), boot: life.boot, n };
  }

  private act(slug: string, action: GateAction): { gate: PlayedGate } {
    const gate = this.gate(slug);
    const device = virtualDevice(gate);
    const acts = {
      'cable-out': () => gate.plugOut(),
      'cable-in': () => gate.plugIn(),
      'power-cut': () => gate.cutPower(),
      'power-on': () => gate.powerOn(),
      'estop-press': () => device.setEstop(true),
      'estop-release': () => device.setEstop(false),
      'relay-stick': () => device.setStuck(true),
      'relay-free': () => device.setStuck(false),
    };
    acts[action]();
    return { gate: describe(gate) };
  }

  private gate(slug: string): Gate {
    return find(this.gates, (each) => each.slug, slug, 'gate');
  }
}

function find<T>(all: readonly T[], nameOf: (item: T) => string, name: string, what: string): T {
  const found = all.find((item) => nameOf(item) === name);
  if (found !== undefined) return found;
  throw new ControlError(`There is no ${what} "${name}". There are: ${all.map(nameOf).join(', ')}.`);
}

const virtualOf = (gate: Gate): VirtualDevice | undefined =>
  gate.devices.all.find((device) => device instanceof VirtualDevice);

function virtualDevice(gate: Gate): VirtualDevice {
  const device = virtualOf(gate);
  if (device !== undefined) return device;
  throw new ControlError(`The gate "${gate.slug}" is real: it is played at the machine.`);
}

const shown = ({ verdict, code, light, sound, text }: DownUi): TapReply['answer'] => ({
  verdict,
  code,
  light,
  sound,
  text,
});

function describe(gate: Gate): PlayedGate {
  const life = gate.powered;
  return {
    slug: gate.slug,
    powered: life !== undefined,
    cable: gate.cable,
    estop: gate.devices.estop,
    stuck: virtualOf(gate)?.stuck ?? false,
    relay: gate.devices.closed,
    session: life?.session ?? null,
    connected: life?.connected ?? false,
  };
}
