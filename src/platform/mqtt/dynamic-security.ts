import type { Clock } from '../clock/clock.js';
import type { IdSource } from '../ids/ids.js';
import type { Log } from '../log/log.js';
import { MqttLink } from './mqtt-link.js';

const controlTopic = '$CONTROL/dynamic-security/v1';
const responseTopic = `${controlTopic}/response`;
const pageSize = 100;
const answerWithinMs = 5_000;

/** `publishClientSend`: what a client may publish; `publishClientReceive`: what may be delivered to it. */
export interface BrokerAcl {
  readonly acltype: 'publishClientSend' | 'publishClientReceive' | 'subscribePattern' | 'unsubscribePattern';
  readonly topic: string;
  readonly allow: boolean;
}

export interface BrokerRole {
  readonly name: string;
  readonly acls: readonly BrokerAcl[];
}

export interface BrokerClient {
  readonly username: string;
  readonly password: string;
  /** Binds the client id; without it the client may take any. */
  readonly clientId?: string;
  readonly role: string;
  /** Kept with the client in the broker, and readable there: tells which credential it has, without telling the credential. */
  readonly mark: string;
}

export interface KnownClient {
  readonly username: string;
  readonly mark: string;
  readonly disabled: boolean;
  readonly roles: readonly string[];
}

interface Answer {
  readonly command: string;
  readonly correlationData?: string;
  readonly error?: string;
  readonly data?: unknown;
}

/** The broker did not take a command. */
export class DynamicSecurityError extends Error {
  override readonly name = 'DynamicSecurityError';
}

export interface DynamicSecurityOptions {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly ca?: string;
}

/**
 * Administers mosquitto's dynamic-security plugin over MQTT. Written for 2.0.11 and later: there `%u` in an ACL does not
 * work, so each client has a role with concrete topics.
 *
 * What the plugin cannot do: tell a retained publish from another. Whoever may publish to a topic may leave a message on it;
 * receivers of commands drop what arrives retained.
 */
export class DynamicSecurity {
  private readonly link: MqttLink;
  private readonly waiting = new Map<string, (answer: Answer) => void>();

  constructor(
    options: DynamicSecurityOptions,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    log: Log,
  ) {
    this.link = new MqttLink(
      { ...options, clientId: `${options.username}-${ids.next()}`, protocolVersion: 4 },
      clock,
      log,
    );
    this.link.on('message', ({ payload }) => this.receive(payload));
    this.link.subscribe(responseTopic, 1);
  }

  get connected(): boolean {
    return this.link.connected;
  }

  /** After each connection, also the first. */
  onConnected(listener: () => void): void {
    this.link.on('up', listener);
  }

  start(): void {
    this.link.start();
  }

  async stop(): Promise<void> {
    await this.link.stop();
  }

  /** What nothing else allows is denied: publishing, receiving and subscribing. */
  async denyByDefault(): Promise<void> {
    await this.command({
      command: 'setDefaultACLAccess',
      acls: [
        { acltype: 'publishClientSend', allow: false },
        { acltype: 'publishClientReceive', allow: false },
        { acltype: 'subscribe', allow: false },
        { acltype: 'unsubscribe', allow: true },
      ],
    });
  }

  async ensureRole({ name, acls }: BrokerRole): Promise<void> {
    const role = { rolename: name, acls };
    if (!(await this.commandIfKnown({ command: 'modifyRole', ...role }))) {
      await this.command({ command: 'createRole', ...role });
    }
  }

  /** Makes the client or sets it to what is given. A client that is connected is disconnected. */
  async ensureClient({ username, password, clientId, role, mark }: BrokerClient): Promise<void> {
    const client = {
      username,
      password,
      textdescription: mark,
      roles: [{ rolename: role }],
      ...(clientId === undefined ? {} : { clientid: clientId }),
    };
    if (await this.commandIfKnown({ command: 'modifyClient', ...client })) {
      await this.command({ command: 'enableClient', username });
    } else {
      await this.command({ command: 'createClient', ...client });
    }
  }

  /** Disconnects the client at once and forgets it. */
  async removeClient(username: string): Promise<void> {
    if (!(await this.disable(username))) return;
    await this.commandIfKnown({ command: 'deleteClient', username });
  }

  /** Disconnects the client at once and keeps it out. False: there is no such client. */
  async disable(username: string): Promise<boolean> {
    return await this.commandIfKnown({ command: 'disableClient', username });
  }

  /** Only of a role that no client has any more: mosquitto 2.0.11 dies of the other. */
  async removeRole(name: string): Promise<void> {
    await this.commandIfKnown({ command: 'deleteRole', rolename: name });
  }

  async client(username: string): Promise<KnownClient | undefined> {
    const answer = await this.answerIfKnown({ command: 'getClient', username });
    return answer && readClient((answer.data as { client: RawClient }).client);
  }

  async clients(): Promise<KnownClient[]> {
    const known: KnownClient[] = [];
    for (;;) {
      const answer = await this.command({
        command: 'listClients',
        verbose: true,
        count: pageSize,
        offset: known.length,
      });
      const { clients } = answer.data as { clients: readonly RawClient[] };
      known.push(...clients.map(readClient));
      if (clients.length < pageSize) return known;
    }
  }

  private async command(command: Command): Promise<Answer> {
    const answer = await this.send(command);
    if (answer.error !== undefined) throw new DynamicSecurityError(`${command.command}: ${answer.error}`);
    return answer;
  }

  /** False when the broker knows no such role or client; throws on any other error. */
  private async commandIfKnown(command: Command): Promise<boolean> {
    return (await this.answerIfKnown(command)) !== undefined;
  }

  private async answerIfKnown(command: Command): Promise<Answer | undefined> {
    const answer = await this.send(command);
    if (/not found|does not exist/i.test(answer.error ?? '')) return undefined;
    if (answer.error !== undefined) throw new DynamicSecurityError(`${command.command}: ${answer.error}`);
    return answer;
  }

  private async send(command: Command): Promise<Answer> {
    const correlationData = this.ids.next();
    const answered = new Promise<Answer>((resolve, reject) => {
      const cancel = this.clock.after(answerWithinMs, () => {
        this.waiting.delete(correlationData);
        reject(new DynamicSecurityError(`${command.command}: no answer`));
      });
      this.waiting.set(correlationData, (answer) => {
        cancel();
        resolve(answer);
      });
    });
    const message = JSON.stringify({ commands: [{ ...command, correlationData }] });
    if (!this.link.publish(controlTopic, message, { qos: 1 })) {
      this.waiting.get(correlationData)?.({ command: command.command, error: 'not connected' });
      this.waiting.delete(correlationData);
    }
    return await answered;
  }

  private receive(payload: Uint8Array): void {
    const { responses = [] } = parse(payload);
    for (const answer of responses) {
      const id = answer.correlationData ?? '';
      this.waiting.get(id)?.(answer);
      this.waiting.delete(id);
    }
  }
}

function parse(payload: Uint8Array): { readonly responses?: readonly Answer[] } {
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8')) as { responses?: readonly Answer[] };
  } catch {
    return {};
  }
}

interface Command {
  readonly command: string;
  readonly [field: string]: unknown;
}

interface RawClient {
  readonly username: string;
  readonly textdescription?: string;
  readonly disabled?: boolean;
  readonly roles?: readonly { readonly rolename: string }[];
}

const readClient = ({ username, textdescription = '', disabled = false, roles = [] }: RawClient): KnownClient => ({
  username,
  mark: textdescription,
  disabled,
  roles: roles.map(({ rolename }) => rolename),
});
