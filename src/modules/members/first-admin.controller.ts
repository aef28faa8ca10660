import { Body, Controller, Headers, Ip, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type FirstAdminRequest, firstAdminRequest, type Me, me } from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { giveCookie, Public } from '../auth/index.js';
import { FirstAdminService } from './first-admin.service.js';

@Controller('api/v1/auth')
export class FirstAdminController {
  constructor(private readonly firstAdmin: FirstAdminService) {}

  @Post('first-admin')
  @Public()
  @Returns(201, me)
  async create(
    @Body({ schema: firstAdminRequest }) request: FirstAdminRequest,
    @Ip() address: string,
    @Headers('user-agent') userAgent: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    const signedIn = await this.firstAdmin.create(request, address, userAgent ?? '');
    giveCookie(reply, signedIn.token, signedIn.maxAgeS);
    return signedIn.me;
  }
}
