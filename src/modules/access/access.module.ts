import { Module } from '@nestjs/common';
import { BookingModule } from '../booking/index.js';
import { AccessController } from './access.controller.js';
import { AccessRepository } from './access.repository.js';
import { AccessService } from './access.service.js';

@Module({
  imports: [BookingModule],
  controllers: [AccessController],
  providers: [AccessRepository, AccessService],
  exports: [AccessRepository, AccessService],
})
export class AccessModule {}
