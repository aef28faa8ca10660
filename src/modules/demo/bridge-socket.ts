import { connect } from 'node:net';
import { z } from 'zod';
import { demoGateAction, virtualGate } from '../../contracts/http/index.js';
import { Failure } from '../../platform/http/failure.js';

const answerWithinMs = 8_000;
const answerBytesMax = 256 * 1024;

const failed = z.object({ ok: z.literal(false), error: z.string() });
const shown = z.object({
  verdict: z.enum(['allow', 'deny', 'info']),
  code: z.string(),
  light: z.string().optional(),
  sound: z.string().optional(),
  text: z.string().optional(),
});
const tapped = z.object({ ok: z.literal(true), answer: shown.nullable(), boot: z.int(), n: z.int() });
const gates = z.object({ ok: z.literal(true), gates: z.array(virtualGate.omit({ machineId: true })) });
const acted = z.object({ ok: z.literal(true) });

/** Undefined: the bridge would not, because the gate has no power or is still busy with a card. */
export type Tapped = z.infer<typeof tapped> | undefined;

/** The hands of the demo: plays virtual gates through the bridge's local socket. Every tap then crosses the broker. */
export class BridgeSocket {
  constructor(private readonly path: string) {}

  async tap(gate: string, card: string): Promise<Tapped> {
    const answer = await this.ask({ do: 'tap', gate, card }, z.union([tapped, failed]));
    return answer.ok ? answer : undefined;
  }

  async gates(): Promise<z.infer<typeof gates>['gates']> {
    return (await this.ask({ do: 'gates' }, gates)).gates;
  }

  async act(gate: string, action: z.infer<typeof demoGateAction>): Promise<void> {
    await this.ask({ do: 'gate', gate, action }, acted);
  }

  private async ask<T>(request: object, schema: z.ZodType<T>): Promise<T> {
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
