import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown, type Type } from '@nestjs/common';
import { serviceUsername } from '../../contracts/mqtt/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { Log } from '../../platform/log/log.js';
import { MqttLink } from '../../platform/mqtt/mqtt-link.js';
import { brokerAccessProvider } from './broker-access-provider.js';
import { BrokerAccess, GateCredentials } from './broker-access.js';

/** The broker of this installation, and the service's one connection to it. */
@Global()
@Module({})
export class BrokerModule implements OnApplicationShutdown {
  constructor(
    @Inject(BrokerAccess) private readonly access: BrokerAccess,
    @Inject(MqttLink) private readonly link: MqttLink,
  ) {}

  /** `credentials` knows the gates, which are above this floor. */
  static for(credentials: Type<GateCredentials>): DynamicModule {
    return {
      module: BrokerModule,
      providers: [
        { provide: GateCredentials, useClass: credentials },
        brokerAccessProvider,
        {
          provide: MqttLink,
          inject: [BrokerAccess, Clock, IdSource, 'log'],
          useFactory: ({ connection }: BrokerAccess, clock: Clock, ids: IdSource, log: Log) =>
            // Each replica is a client of its own: one id for all would throw the others out.
            new MqttLink({ ...connection, clientId: `${serviceUsername}-${ids.next()}` }, clock, log),
        },
      ],
      exports: [BrokerAccess, MqttLink],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.link.stop();
    await this.access.stop();
  }
}
