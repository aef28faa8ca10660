import { connect } from 'node:net';

/** One request to a bridge's socket, as text or as an object; the reply, or undefined when it hangs up. */
export async function askSocket(path: string, request: unknown): Promise<Record<string, unknown> | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let text = '';
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.write(typeof request === 'string' ? request : `${JSON.stringify(request)}\n`));
    socket.on('error', reject);
    socket.on('close', () => resolve(undefined));
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (!text.includes('\n')) return;
      resolve(JSON.parse(text.slice(0, text.indexOf('\n'))) as Record<string, unknown>);
      socket.destroy();
    });
  });
}
