import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { MachinesModule } from '../machines/index.js';
import { NoticesModule } from '../notices/index.js';
import { ClosureImportService } from './closure-import.js';
import { ClosuresController } from './closures.controller.js';
import { ClosuresRepository } from './closures.repository.js';
import { ClosuresService } from './closures.service.js';
import { OutagesController } from './outages.controller.js';
import { OutagesRepository } from './outages.repository.js';
import { OutagesService } from './outages.service.js';
import { SupervisionsController } from './supervisions.controller.js';
import { SupervisionsRepository } from './supervisions.repository.js';
import { SupervisionsService } from './supervisions.service.js';

/** What those who run the place plan: closures, outages, supervision. Whose bookings it touches is told. */
@Module({
  imports: [AuditModule, MachinesModule, NoticesModule],
  controllers: [ClosuresController, OutagesController, SupervisionsController],
  providers: [
    ClosuresService,
    ClosuresRepository,
    ClosureImportService,
    OutagesService,
    OutagesRepository,
    SupervisionsService,
    SupervisionsRepository,
  ],
})
export class PlanningModule {}
