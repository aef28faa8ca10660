import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { AuditModule } from '../audit/index.js';
import { BookingModule } from '../booking/index.js';
import { MachinesModule } from '../machines/index.js';
import { NoticesModule } from '../notices/index.js';
import { FreedTimes } from './freed-times.js';
import { LateCancellations } from './late-cancellations.js';
import { NoShows } from './no-shows.js';
import { StrikeRepository } from './strike.repository.js';
import { StrikesController } from './strikes.controller.js';
import { StrikesService } from './strikes.service.js';
import { Strikes } from './strikes.js';
import { SweepRepository } from './sweep.repository.js';
import { Sweeper } from './sweeper.js';
import { WaitListController } from './wait-list.controller.js';
import { WaitListService } from './wait-list.service.js';
import { WaitOffers } from './wait-offers.js';
import { WaitRepository } from './wait.repository.js';

@Module({
  imports: [AccessModule, AuditModule, BookingModule, MachinesModule, NoticesModule],
  controllers: [StrikesController, WaitListController],
  providers: [
    FreedTimes,
    LateCancellations,
    NoShows,
    StrikeRepository,
    Strikes,
    StrikesService,
    SweepRepository,
    Sweeper,
    WaitListService,
    WaitOffers,
    WaitRepository,
  ],
})
export class BookingLifeModule {}
