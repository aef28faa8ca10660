import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { LiveController } from './live.controller.js';
import { LiveHub } from './live-hub.js';
import { TileRepository } from './tile.repository.js';

@Module({
  imports: [AuthModule],
  controllers: [LiveController],
  providers: [LiveHub, TileRepository],
})
export class LiveModule {}
