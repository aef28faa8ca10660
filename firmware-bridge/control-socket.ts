import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type ControlRequest, controlRequest } from '../src/contracts/bridge/control.js';
import { ControlError } from './control-requests.js';

const lineBytesMax = 4_096;
const connectionsMax = 16;
const underWayMax = 32;

const requestId = z.object({ id: z.union([z.int(), z.string().max(60)]) });
type Answer = (request: ControlRequest) => Promise<object>;

/** A local socket for one user: a JSON object a line in, one out with the same `id`. */
export class ControlSocket {
  private readonly server: Server;
  private readonly open = new Set<Socket>();

  constructor(
    private readonly path: string,
    private readonly answer: Answer,
  ) {
    this.server = createServer((socket) => this.serve(socket));
    this.server.maxConnections = connectionsMax;
  }

  /** Takes the place of a socket file that nobody listens on; refuses when somebody does. */
  async listen(): Promise<void> {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    if (await somebodyListens(this.path)) throw new Error(`Another bridge is running: it listens on ${this.path}.`);
    const left = lstatSync(this.path, { throwIfNoEntry: false });
    if (left !== undefined && !left.isSocket()) throw new Error(`${this.path} is in the way: it is no socket.`);
    rmSync(this.path, { force: true });
    const mask = process.umask(0o177);
    try {
      await new Promise<void>((resolve, reject) => {
        this.server.once('error', reject);
        this.server.listen(this.path, resolve);
      });
    } finally {
      process.umask(mask);
    }
    chmodSync(this.path, 0o600);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.open) socket.destroy();
    await closed;
  }

  private serve(socket: Socket): void {
    this.open.add(socket);
    let held = '';
    const load = { underWay: 0 };
    socket.setEncoding('utf8');
    socket.on('close', () => this.open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (text: string) => {
      const lines = (held + text).split('\n');
      held = lines.pop() ?? '';
      if ([...lines, held].some((line) => line.length > lineBytesMax)) {
        hangUp(socket, `A line has at most ${lineBytesMax} bytes.`);
        return;
      }
      for (const line of lines) if (line.trim() !== '') void this.respond(socket, line, load);
    });
  }

  private async respond(socket: Socket, line: string, load: { underWay: number }): Promise<void> {
    if (load.underWay >= underWayMax) return hangUp(socket, 'Too many requests at once.');
    load.underWay += 1;
    const reply = await this.reply(line);
    load.underWay -= 1;
    if (socket.writable) socket.write(`${JSON.stringify(reply)}\n`);
  }

  private async reply(line: string): Promise<object> {
    let id: unknown = null;
    try {
      const json: unknown = JSON.parse(line);
      id = requestId.parse(json).id;
      return { id, ok: true, ...(await this.answer(controlRequest.parse(json))) };
    } catch (error) {
      return { id, ok: false, error: explain(error) };
    }
  }
}

function hangUp(socket: Socket, error: string): void {
  if (socket.writable) socket.end(`${JSON.stringify({ id: null, ok: false, error })}\n`);
}

function explain(error: unknown): string {
  if (error instanceof ControlError) return error.message;
  if (error instanceof SyntaxError) return 'The line is not JSON.';
  if (error instanceof z.ZodError) {
    return `The request does not fit: ${error.issues.map((issue) => `${issue.path.join('.') || 'it'}: ${issue.message}`).join('; ')}.`;
  }
  return 'The bridge failed at this; see its log.';
}

async function somebodyListens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
