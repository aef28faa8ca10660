import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AuditModule } from '../audit/index.js';
import { AuditController } from './audit.controller.js';
import { AuthController } from './auth.controller.js';
import { AuthGuard } from './auth.guard.js';
import { AuthRepository } from './auth.repository.js';
import { AuthService } from './auth.service.js';
import { LoginLimits } from './login-limits.js';
import { Routes } from './routes.js';
import { WriteLimits } from './write-limits.js';

@Module({
  imports: [AuditModule, DiscoveryModule],
  controllers: [AuthController, AuditController],
  providers: [
    AuthRepository,
    AuthService,
    LoginLimits,
    WriteLimits,
    Routes,
    { provide: APP_GUARD, useClass: AuthGuard },
  ],
  exports: [AuthService, LoginLimits, Routes],
})
export class AuthModule {}
