import type { Provisioning } from '../../contracts/http/index.js';
import { mayPublish, maySubscribe, serviceUsername } from '../../contracts/mqtt/index.js';
import { type BrokerCounts, EmbeddedBroker } from '../../platform/embedded/broker.js';
import { BrokerAccess, type BrokerAccessParts, type ServiceConnection } from './broker-access.js';
import { type GateCredentialFacts, gatePassword, samePassword } from './gate-credential.js';

/** The broker within the service. It asks the database at each connect, so there is nothing to provision. */
export class EmbeddedBrokerAccess extends BrokerAccess {
  private readonly broker: EmbeddedBroker;
  private listening: { readonly url: string; readonly port: number } | undefined;

  constructor(private readonly parts: BrokerAccessParts) {
    super();
    const { mqtt, clock, log } = parts;
    this.broker = new EmbeddedBroker({
      ...mqtt.embedded,
      clock,
      log,
      rules: {
        authenticate: async (username, password) => await this.authenticate(username, password),
        mayUseClientId,
        mayPublish,
        maySubscribe,
        isTrusted: (username) => username === serviceUsername,
      },
    });
  }

  get connection(): ServiceConnection {
    if (this.listening === undefined) throw new Error('the embedded broker has not been started');
    const { mqttPassword: password } = this.parts.secrets;
    return { url: this.listening.url, username: serviceUsername, password, protocolVersion: 4 };
  }

  get gateUrl(): string {
    return this.parts.mqtt.publicUrl.replace(/:0$/, `:${this.listening?.port ?? 0}`);
  }

  override counts(): BrokerCounts {
    return this.broker.counts();
  }

  async start(): Promise<void> {
    this.listening = await this.broker.start();
  }

  async stop(): Promise<void> {
    await this.broker.stop();
  }

  async provision({ slug }: GateCredentialFacts): Promise<Provisioning> {
    this.broker.kick(slug);
    return 'done';
  }

  async revoke(slug: string): Promise<void> {
    this.broker.kick(slug);
  }

  async provisionAll(): Promise<void> {}

  private async authenticate(username: string, password: string): Promise<boolean> {
    const { gateMaster, mqttPassword } = this.parts.secrets;
    if (username === serviceUsername) return samePassword(password, mqttPassword);
    const gate = await this.parts.gates.credential(username);
    // An unknown gate takes the time of a known one.
    const expected = gatePassword(gateMaster, gate?.id ?? username, gate?.credentialVersion ?? 0);
    return samePassword(password, expected) && gate !== undefined;
  }
}

/** A gate's client id is its username; the service's replicas have one each. */
const mayUseClientId = (username: string, clientId: string): boolean =>
  clientId === username || (username === serviceUsername && clientId.startsWith(`${serviceUsername}-`));
