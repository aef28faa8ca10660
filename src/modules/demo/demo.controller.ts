import { Body, Controller, Get, Post } from '@nestjs/common';
import {
  demoGateRequest,
  type DemoGateRequest,
  demoTapAnswer,
  type DemoTapAnswer,
  demoTapRequest,
  type DemoTapRequest,
  demoView,
  type DemoView,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { Allow } from '../auth/index.js';
import { DemoService } from './demo.service.js';

/** There only in the demo: 404 elsewhere. */
@Controller('api/v1/demo')
export class DemoController {
  constructor(private readonly demo: DemoService) {}

  @Get()
  @Allow('member')
  @Returns(200, demoView)
  async view(): Promise<DemoView> {
    return await this.demo.view();
  }

  @Post('taps')
  @Allow('member')
  @Returns(200, demoTapAnswer)
  async tap(@Body({ schema: demoTapRequest }) request: DemoTapRequest): Promise<DemoTapAnswer> {
    return await this.demo.tap(request);
  }

  @Post('gates')
  @Allow('member')
  @Returns(204)
  async act(@Body({ schema: demoGateRequest }) request: DemoGateRequest): Promise<void> {
    await this.demo.act(request);
  }
}
