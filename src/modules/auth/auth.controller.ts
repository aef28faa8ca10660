import { Body, Controller, Delete, Get, Headers, Ip, Param, Patch, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import {
  type ApiToken,
  apiToken,
  apiTokenRequest,
  apiTokenWithSecret,
  id,
  meChange,
  type MeChange,
  listOf,
  type LoginRequest,
  loginRequest,
  type Me,
  me,
  type PasswordRequest,
  passwordRequest,
  type SignIn,
  signIn,
} from '../../contracts/http/index.js';
import { Returns } from '../../platform/http/returns.js';
import { AuthService } from './auth.service.js';
import type { CallerIdentity } from './caller.js';
import { Allow, Caller, Public } from './decorators.js';
import { giveCookie, takeCookieBack } from './sign-in-cookie.js';

@Controller('api/v1/auth')
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  @Post('login')
  @Public()
  @Returns(200, me)
  async logIn(
    @Body({ schema: loginRequest }) request: LoginRequest,
    @Ip() address: string,
    @Headers('user-agent') userAgent: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    const signedIn = await this.auth.logIn(request, address, userAgent ?? '');
    giveCookie(reply, signedIn.token, signedIn.maxAgeS);
    return signedIn.me;
  }

  @Post('logout')
  @Allow('member')
  @Returns(204)
  async logOut(@Caller() caller: CallerIdentity, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    if (caller.signInId !== null) await this.auth.endSignIn(caller.memberId, caller.signInId);
    takeCookieBack(reply);
  }

  @Get('me')
  @Allow('member')
  @Returns(200, me)
  async me(@Caller() caller: CallerIdentity): Promise<Me> {
    return await this.auth.me(caller.memberId);
  }

  @Patch('me')
  @Allow('member')
  @Returns(200, me)
  async changeMe(@Caller() caller: CallerIdentity, @Body({ schema: meChange }) change: MeChange): Promise<Me> {
    return await this.auth.changeMe(caller.memberId, change);
  }

  @Post('password')
  @Allow('member')
  @Returns(204)
  async changePassword(
    @Caller() caller: CallerIdentity,
    @Body({ schema: passwordRequest }) request: PasswordRequest,
    @Ip() address: string,
  ): Promise<void> {
    await this.auth.changePassword(caller, request, address);
  }

  @Get('sign-ins')
  @Allow('member')
  @Returns(200, listOf(signIn))
  async signIns(@Caller() caller: CallerIdentity): Promise<{ items: SignIn[]; next: null }> {
    return { items: await this.auth.signIns(caller), next: null };
  }

  @Delete('sign-ins/:id')
  @Allow('member')
  @Returns(204)
  async endSignIn(@Caller() caller: CallerIdentity, @Param('id', { schema: id }) signInId: string): Promise<void> {
    await this.auth.endSignIn(caller.memberId, signInId);
  }

  @Post('tokens')
  @Allow('staff')
  @Returns(201, apiTokenWithSecret)
  async createToken(
    @Caller() caller: CallerIdentity,
    @Body({ schema: apiTokenRequest }) { name }: { name: string },
  ): Promise<ApiToken & { token: string }> {
    return await this.auth.createToken(caller, name);
  }

  @Get('tokens')
  @Allow('staff')
  @Returns(200, listOf(apiToken))
  async tokens(@Caller() caller: CallerIdentity): Promise<{ items: ApiToken[]; next: null }> {
    return { items: await this.auth.tokens(caller.memberId), next: null };
  }

  @Delete('tokens/:id')
  @Allow('staff')
  @Returns(204)
  async revokeToken(@Caller() caller: CallerIdentity, @Param('id', { schema: id }) tokenId: string): Promise<void> {
    await this.auth.revokeToken(caller, tokenId);
  }
}
