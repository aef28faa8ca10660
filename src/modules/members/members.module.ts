import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { AuthModule } from '../auth/index.js';
import { CardsController } from './cards.controller.js';
import { CardsService } from './cards.service.js';
import { FirstAdminController } from './first-admin.controller.js';
import { FirstAdminService } from './first-admin.service.js';
import { MembersController } from './members.controller.js';
import { MembersRepository } from './members.repository.js';
import { MembersService } from './members.service.js';

@Module({
  imports: [AuditModule, AuthModule],
  controllers: [MembersController, CardsController, FirstAdminController],
  providers: [MembersRepository, MembersService, CardsService, FirstAdminService],
  exports: [MembersService, CardsService, FirstAdminService],
})
export class MembersModule {}
