import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * A network that can stand still: while frozen nothing passes either way, not even that a side has hung up; thawed, all of it
 * arrives.
 */
export class FreezingProxy {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private frozen = false;

  private constructor(private readonly server: Server) {}

  static async to(host: string, port: number): Promise<FreezingProxy> {
    // Half open, so that a farewell waits for the thaw like everything else.
    const server = createServer({ allowHalfOpen: true });
    const proxy = new FreezingProxy(server);
    server.on('connection', (near) => {
      const far = connect({ host, port, noDelay: true, allowHalfOpen: true });
      const pair = [near, far] as const;
      proxy.pairs.add(pair);
      if (proxy.frozen) hold(pair);
      else pass(pair);
      for (const socket of pair) {
        socket.on('error', () => undefined);
        socket.on('close', () => {
          if (!proxy.frozen) proxy.end(pair);
        });
      }
    });
    await new Promise<void>((done) => {
      server.listen(0, '127.0.0.1', done);
    });
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  freeze(): void {
    this.frozen = true;
    for (const pair of this.pairs) hold(pair);
  }

  thaw(): void {
    this.frozen = false;
    for (const pair of this.pairs) {
      pass(pair);
      if (pair.some(({ destroyed }) => destroyed)) this.end(pair);
    }
  }

  async close(): Promise<void> {
    for (const pair of this.pairs) this.end(pair);
    await new Promise((done) => {
      this.server.close(done);
    });
  }

  private end(pair: readonly [Socket, Socket]): void {
    this.pairs.delete(pair);
    for (const socket of pair) socket.destroy();
  }
}

function pass([near, far]: readonly [Socket, Socket]): void {
  near.pipe(far);
  far.pipe(near);
}

function hold([near, far]: readonly [Socket, Socket]): void {
  near.unpipe(far);
  far.unpipe(near);
  near.pause();
  far.pause();
}
