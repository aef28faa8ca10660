import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { AccessModule } from './modules/access/index.js';
import { AuditModule } from './modules/audit/index.js';
import { AuthModule } from './modules/auth/index.js';
import { BookingLifeModule } from './modules/booking-life/index.js';
import { BookingModule } from './modules/booking/index.js';
import { BookingRulesModule } from './modules/booking-rules/index.js';
import { BrokerModule } from './modules/broker/index.js';
import { CalendarsModule } from './modules/calendars/index.js';
import { CertificationModule, certificationEntities } from './modules/certification/index.js';
import { BramaEventBus } from './modules/events.js';
import { DemoModule } from './modules/demo/index.js';
import { gateEntities, GateRepository, GatesModule } from './modules/gates/index.js';
import { HealthModule } from './modules/health/index.js';
import { LiveModule } from './modules/live/index.js';
import { machineEntities, MachinesModule } from './modules/machines/index.js';
import { memberEntities, MembersModule } from './modules/members/index.js';
import { NoticesModule } from './modules/notices/index.js';
import { PlanningModule } from './modules/planning/index.js';
import { UsageModule } from './modules/usage/index.js';
import { WorkshopModule } from './modules/workshop/index.js';
import { Clock } from './platform/clock/clock.js';
import { Database } from './platform/database/database.js';
import { IdSource } from './platform/ids/ids.js';
import type { Log } from './platform/log/log.js';
import type { ServiceConfig } from './service-config.js';
import type { ServiceSecrets } from './service-secrets.js';

/** What main (or a test) makes before the application. */
export interface Parts {
  readonly clock: Clock;
  readonly db: Database;
  readonly config: ServiceConfig;
  readonly log: Log;
  readonly secrets: ServiceSecrets;
}

export const entities = [...memberEntities, ...machineEntities, ...certificationEntities, ...gateEntities];

/** The one list of modules, from the lowest to the highest. */
const features: readonly (Type | DynamicModule)[] = [
  AuditModule,
  AuthModule,
  BrokerModule.for(GateRepository),
  HealthModule,
  NoticesModule,
  MembersModule,
  MachinesModule,
  CertificationModule,
  WorkshopModule,
  BookingRulesModule,
  BookingModule,
  PlanningModule,
  CalendarsModule,
  BookingLifeModule,
  UsageModule,
  AccessModule,
  GatesModule,
  LiveModule,
  DemoModule,
];

export function appModule(parts: Parts): Type {
  const provided = [
    { provide: Clock, useValue: parts.clock },
    { provide: IdSource, useValue: new IdSource(parts.clock) },
    { provide: Database, useValue: parts.db },
    { provide: BramaEventBus, useValue: new BramaEventBus() },
    { provide: 'config', useValue: parts.config },
    { provide: 'log', useValue: parts.log },
    { provide: 'secrets', useValue: parts.secrets },
  ];

  @Global()
  @Module({ providers: provided, exports: provided.map(({ provide }) => provide) })
  class PlatformModule {}

  @Module({ imports: [PlatformModule, ScheduleModule.forRoot(), ...features] })
  class AppModule {}
  return AppModule;
}
