import { connect } from 'node:net';
import { z } from 'zod';
import {
  type ControlRequest,
  doneReply,
  failedReply,
  type GateAction,
  gateReply,
  gatesReply,
  type PlayedGate,
  tapReply,
} from '../../contracts/bridge/control.js';
import { Failure } from '../../platform/http/failure.js';

const answerWithinMs = 8_000;
const answerBytesMax = 256 * 1024;

const tapped = doneReply(tapReply);
const gates = doneReply(gatesReply);
const acted = doneReply(gateReply);

/** Undefined: the bridge would not, because the gate has no power or is still busy with a card. */
export type Tapped = z.infer<typeof tapped> | undefined;

/** The hands of the demo: plays virtual gates through the bridge's local socket. Every tap then crosses the broker. */
export class BridgeSocket {
  constructor(private readonly path: string) {}

  async tap(gate: string, card: string): Promise<Tapped> {
    const answer = await this.ask({ do: 'tap', gate, card }, z.union([tapped, failedReply]));
    return answer.ok ? answer : undefined;
  }

  async gates(): Promise<PlayedGate[]> {
    return (await this.ask({ do: 'gates' }, gates)).gates;
  }

  async act(gate: string, action: GateAction): Promise<void> {
    await this.ask({ do: 'gate', gate, action }, acted);
  }

  private async ask<T>(request: ControlRequest, schema: z.ZodType<T>): Promise<T> {
    const line = await this.exchange(`${JSON.stringify({ id: 1, ...request })}\n`);
    const answer = schema.safeParse(JSON.parse(line));
    if (!answer.success) throw new Failure('bridge-unreachable');
    return answer.data;
  }

  /** One line there, one line back. */
  private async exchange(line: string): Promise<string> {
    return await new Promise((resolve, reject) => {
      let heard = '';
      const socket = connect(this.path);
      const give = (): void => {
        socket.destroy();
        reject(new Failure('bridge-unreachable'));
      };
      socket.setEncoding('utf8');
      socket.setTimeout(answerWithinMs, give);
      socket.on('error', give);
      socket.on('end', give);
      socket.on('connect', () => socket.write(line));
      socket.on('data', (text: string) => {
        heard += text;
        const end = heard.indexOf('\n');
        if (end < 0 && heard.length <= answerBytesMax) return;
        if (end < 0) return give();
        socket.destroy();
        resolve(heard.slice(0, end));
      });
    });
  }
}
