import { connect as connectSocket, type Socket } from 'node:net';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { serviceUsername } from '../../src/contracts/mqtt/index.js';
import { type BrokerAccess, type GateCredentialFacts, gatePassword } from '../../src/modules/broker/index.js';
import { until } from '../support/wait.js';

export const deadlineMs = 5_000;

/** A broker under attack, with the two gates `laser` and `lathe`. */
export interface Target {
  readonly access: BrokerAccess;
  readonly port: number;
  readonly master: Buffer;
  readonly gates: Map<string, GateCredentialFacts>;
  /** Memory of the process that the broker runs in, in bytes. */
  memory(): number;
}

export const passwordOf = ({ gates, master }: Target, slug: string): string => {
  const { id, credentialVersion } = gates.get(slug)!;
  return gatePassword(master, id, credentialVersion);
};

/** Connects once and gives up when refused. */
export async function asGate(target: Target, slug: string, options: IClientOptions = {}): Promise<MqttClient> {
  return await connectAsync(
    target.access.connection.url,
    {
      username: slug,
      clientId: slug,
      password: passwordOf(target, slug),
      protocolVersion: 4,
      reconnectPeriod: 0,
      connectTimeout: 5_000,
      ...options,
    },
    false,
  ).then((client) => client.on('error', () => undefined));
}

/** True: the broker said no, or hung up. */
export async function isRefused(attempt: Promise<MqttClient>): Promise<boolean> {
  try {
    (await attempt).end(true);
    return false;
  } catch {
    return true;
  }
}

/** Publishes and waits until the broker took it or hung up. Whether it hung up. */
export async function tryPublish(
  client: MqttClient,
  topic: string,
  payload: string | Buffer = 'hostile',
  options: { readonly retain?: boolean; readonly qos?: 1 | 2 } = {},
): Promise<boolean> {
  const hungUp = new Promise<boolean>((resolve) => client.once('close', () => resolve(true)));
  const taken = client.publishAsync(topic, payload, { qos: 1, ...options }).then(
    () => false,
    () => true,
  );
  return await Promise.race([hungUp, taken]);
}

export interface Heard {
  readonly topic: string;
  readonly text: string;
  readonly retained: boolean;
}

/** Collects what a client hears. */
export class Ear {
  readonly heard: Heard[] = [];

  constructor(readonly client: MqttClient) {
    client.on('message', (topic, payload, { retain }) => {
      this.heard.push({ topic, text: payload.toString(), retained: retain });
    });
  }

  async until(text: string): Promise<Heard> {
    return await until(() => this.heard.find((message) => message.text === text), { deadlineMs, what: `"${text}"` });
  }
}

/** The service, hearing all there is. */
export async function asService(target: Target, id: string): Promise<Ear> {
  const { url, username, password, protocolVersion } = target.access.connection;
  const client = await connectAsync(url, {
    username,
    password,
    protocolVersion,
    clientId: `${serviceUsername}-${id}`,
    reconnectPeriod: 0,
  });
  const ear = new Ear(client);
  await client.subscribeAsync('brama/v1/#', { qos: 1 });
  return ear;
}

let markers = 0;
/** Proof that the broker still serves: the lathe says something and the service hears it within two seconds. */
export async function isServed(target: Target, service: Ear): Promise<boolean> {
  markers += 1;
  const text = `marker ${markers}`;
  const lathe = await asGate(target, 'lathe');
  await lathe.publishAsync('brama/v1/gate/lathe/up/tap', text, { qos: 1 });
  const heard = await service.until(text);
  await lathe.endAsync();
  return heard.topic === 'brama/v1/gate/lathe/up/tap';
}

/** A bare socket to the broker. */
export async function openSocket({ port }: Pick<Target, 'port'>): Promise<Socket> {
  const socket = connectSocket({ port, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('close', () => reject(new Error('the broker does not accept connections')));
  });
  return socket;
}

/** Whether the broker closes the socket in time. */
export async function isClosed(socket: Socket, withinMs = 5_000): Promise<boolean> {
  socket.resume();
  return await until(() => socket.destroyed || socket.readableEnded, { deadlineMs: withinMs, what: 'its end' }).catch(
    () => false,
  );
}

const field = (bytes: string | Buffer): Buffer => {
  const body = Buffer.from(bytes as string);
  return Buffer.concat([Buffer.from([body.length >> 8, body.length & 0xff]), body]);
};

/** A packet with its fixed header; `declared` may lie about the length. */
export function packet(firstByte: number, body: Buffer, declared = body.length): Buffer {
  const header = [firstByte];
  let rest = declared;
  do {
    header.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.concat([Buffer.from(header), body]);
}

/** CONNECT of MQTT 3.1.1. */
export function connectPacket(clientId: string, username: string, password: string): Buffer {
  const variable = Buffer.concat([field('MQTT'), Buffer.from([4, 0b1100_0010, 0, 60])]);
  return packet(0x10, Buffer.concat([variable, field(clientId), field(username), field(password)]));
}

export const publishPacket = (topic: string, payload: Buffer): Buffer =>
  packet(0x30, Buffer.concat([field(topic), payload]));

/** Signed in as a gate, on a bare socket. */
export async function rawGate(target: Target, slug: string): Promise<Socket> {
  const socket = await openSocket(target);
  const answer = new Promise<Buffer>((resolve, reject) => {
    socket.once('data', resolve);
    socket.once('close', () => reject(new Error('closed')));
  });
  socket.write(connectPacket(slug, slug, passwordOf(target, slug)));
  const connack = await answer;
  if (connack[0] !== 0x20 || connack[3] !== 0) throw new Error('not let in');
  return socket;
}
