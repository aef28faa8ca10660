import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { AuditModule } from '../audit/index.js';
import { BookingModule } from '../booking/index.js';
import { BramaEventBus } from '../events.js';
import { UsageModule } from '../usage/index.js';
import { GateCommands } from './gate-commands.js';
import { GateContactRepository } from './gate-contact.repository.js';
import { GateInbox } from './gate-inbox.js';
import { GateRegistryService } from './gate-registry.service.js';
import { GateRepository } from './gate.repository.js';
import { GateTimes } from './gate-times.js';
import { GatesController } from './gates.controller.js';
import { JournalIntake } from './journal-intake.js';
import { JournalRepository } from './journal.repository.js';
import { LeaseLoop } from './lease-loop.js';
import { PowerController } from './power.controller.js';
import { PowerService } from './power.service.js';
import { StateIntake } from './state-intake.js';
import { TapIntake } from './tap-intake.js';

@Module({
  imports: [BookingModule, AccessModule, UsageModule, AuditModule],
  controllers: [GatesController, PowerController],
  providers: [
    GateCommands,
    GateContactRepository,
    GateInbox,
    GateRegistryService,
    GateRepository,
    GateTimes,
    JournalIntake,
    JournalRepository,
    LeaseLoop,
    PowerService,
    StateIntake,
    TapIntake,
  ],
})
export class GatesModule implements OnApplicationBootstrap {
  constructor(
    @Inject(LeaseLoop) private readonly loop: LeaseLoop,
    @Inject(BramaEventBus) private readonly events: BramaEventBus,
  ) {}

  onApplicationBootstrap(): void {
    this.events.on('member-right-withdrawn', async ({ memberId }) => await this.loop.withdrawn(memberId));
  }
}
