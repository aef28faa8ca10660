import { Module } from '@nestjs/common';
import { LiveController } from './live.controller.js';
import { LiveHub } from './live-hub.js';
import { TileRepository } from './tile.repository.js';

@Module({ controllers: [LiveController], providers: [LiveHub, TileRepository] })
export class LiveModule {}
