import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/index.js';
import { Metrics } from './metrics.js';
import { Readiness } from './readiness.js';

/** For proxies, launchers and dashboards. Says nothing about members. */
@Controller()
export class HealthController {
  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /** The process answers. */
  @Get('health/live')
  @Public()
  @ApiExcludeEndpoint()
  live(): { live: true } {
    return { live: true };
  }

  /** Broker, database and clock are there: taps are decided. 503 with what is missing otherwise. */
  @Get('health/ready')
  @Public()
  @ApiExcludeEndpoint()
  ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const health = this.readiness.now();
    void reply.status(health.ready ? 200 : 503);
    return health;
  }

  /** Prometheus text. */
  @Get('metrics')
  @Public()
  @ApiExcludeEndpoint()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  text(): string {
    return this.metrics.text();
  }
}
