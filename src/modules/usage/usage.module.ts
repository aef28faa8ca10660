import { Module } from '@nestjs/common';
import { SessionRepository } from './session.repository.js';
import { UsageController } from './usage.controller.js';

@Module({ controllers: [UsageController], providers: [SessionRepository], exports: [SessionRepository] })
export class UsageModule {}
