import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ApiToken, LoginRequest, Me, MeChange, PasswordRequest, SignIn } from '../../contracts/http/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { Log } from '../../platform/log/log.js';
import type { ServiceConfig } from '../../service-config.js';
import { AuditService } from '../audit/index.js';
import { BramaEventBus } from '../events.js';
import { type Account, AuthRepository } from './auth.repository.js';
import { type CallerIdentity, isStaff } from './caller.js';
import { LoginLimits } from './login-limits.js';
import { hashPassword, verifyPassword } from './password.js';
import { newSecretToken, tokenDigest } from './secret-token.js';
import { signInCookie } from './sign-in-cookie.js';
import { absoluteMs, hasLapsed, seenEveryMs } from './sign-in-life.js';

/** A new sign-in: the token is in the cookie and nowhere else. */
export interface NewSignIn {
  readonly token: string;
  readonly maxAgeS: number;
  readonly me: Me;
}

@Injectable()
export class AuthService {
  constructor(
    private readonly repository: AuthRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly events: BramaEventBus,
    private readonly audit: AuditService,
    private readonly limits: LoginLimits,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'demo' | 'timeZone'>,
    @Inject('log') private readonly log: Log,
  ) {}

  /** One answer for an unknown address, a wrong password and a suspended member, after the same time. */
  async logIn({ email, password }: LoginRequest, address: string, userAgent: string): Promise<NewSignIn> {
    const attempt = this.limits.begin(address, email);
    const account = await this.repository.accountByEmail(email);
    const matches = await verifyPassword(account?.passwordHash, password);
    if (account === undefined || !matches || account.suspended) {
      this.log.info({ memberId: account?.memberId, address }, 'login refused');
      throw new Failure('wrong-credentials');
    }
    attempt.succeeded();
    return await this.signIn(account, userAgent);
  }

  /** For a member who has just proved who they are. */
  async signInMember(memberId: string, userAgent: string): Promise<NewSignIn> {
    return await this.signIn(await this.accountOf(memberId), userAgent);
  }

  async me(memberId: string): Promise<Me> {
    return this.view(await this.accountOf(memberId));
  }

  async changeMe(memberId: string, change: MeChange): Promise<Me> {
    await this.repository.changeAccount(memberId, change);
    return await this.me(memberId);
  }

  async changePassword(caller: CallerIdentity, { current, next }: PasswordRequest, address: string): Promise<void> {
    const signInId = browserOf(caller);
    const account = await this.accountOf(caller.memberId);
    const attempt = this.limits.begin(address, account.email);
    if (!(await verifyPassword(account.passwordHash, current))) throw new Failure('wrong-credentials');
    attempt.succeeded();
    const passwordHash = await hashPassword(next);
    const ended = await this.database.transaction(async (tx) => {
      await this.repository.setPassword(tx, caller.memberId, passwordHash);
      const others = await this.repository.endSignIns(tx, caller.memberId, { except: signInId });
      const subject = { kind: 'member', id: caller.memberId };
      await this.audit.record(tx, { actor: caller.memberId, action: 'password-changed', subject });
      return others;
    });
    await this.tellEnded(ended);
  }

  /** Who calls, by API token or by cookie. `seen: false` does not make a sign-in live longer. */
  async identify(request: FastifyRequest, { seen } = { seen: true }): Promise<CallerIdentity | undefined> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = /^Bearer ([\w-]{20,200})$/i.exec(authorization)?.[1];
      return token === undefined ? undefined : await this.callerByToken(token);
    }
    const token = request.cookies[signInCookie];
    return token === undefined || token === '' ? undefined : await this.callerByCookie(token, seen);
  }

  /** Who holds the cookie's token, if it still counts. */
  private async callerByCookie(token: string, seen: boolean): Promise<CallerIdentity | undefined> {
    const row = await this.repository.signInByDigest(tokenDigest(token));
    const now = this.clock.wallMs();
    if (row === undefined || hasLapsed(row, now)) return undefined;
    if (seen && now - row.lastSeenAt.getTime() > seenEveryMs) await this.repository.touch(row.id, new Date(now));
    return { memberId: row.memberId, roles: row.roles, signInId: row.id, language: row.language };
  }

  /** Who holds an API token. It is worth what its owner may do, and nothing once the owner is no longer staff. */
  private async callerByToken(token: string): Promise<CallerIdentity | undefined> {
    const owner = await this.repository.tokenOwner(tokenDigest(token));
    return owner !== undefined && isStaff(owner) ? { ...owner, signInId: null } : undefined;
  }

  async signIns(caller: CallerIdentity): Promise<SignIn[]> {
    const now = this.clock.wallMs();
    const rows = await this.repository.signInsOf(caller.memberId);
    return rows
      .filter((row) => !hasLapsed(row, now))
      .map(({ id, createdAt, lastSeenAt, expiresAt, userAgent }) => ({
        id,
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        userAgent,
        current: id === caller.signInId,
      }));
  }

  async endSignIn(memberId: string, signInId: string): Promise<void> {
    const ended = await this.repository.endSignIns(this.database, memberId, { only: signInId });
    if (ended.length === 0) throw new Failure('not-found');
    await this.tellEnded(ended);
  }

  /** Ends every sign-in of a member in the caller's transaction; give the answer to `tellEnded` after the commit. */
  async endSignInsOf(tx: Transaction, memberId: string): Promise<readonly string[]> {
    return await this.repository.endSignIns(tx, memberId);
  }

  async tellEnded(signInIds: readonly string[]): Promise<void> {
    for (const signInId of signInIds) await this.events.emit('sign-in-ended', { signInId });
  }

  async createToken(caller: CallerIdentity, name: string): Promise<ApiToken & { token: string }> {
    browserOf(caller);
    const token = `brama_${newSecretToken()}`;
    const id = this.ids.next();
    const now = new Date(this.clock.wallMs());
    await this.database.transaction(async (tx) => {
      await this.repository.addToken(tx, { id, digest: tokenDigest(token), memberId: caller.memberId, name, now });
      const subject = { kind: 'api-token', id };
      await this.audit.record(tx, { actor: caller.memberId, action: 'api-token-created', subject, detail: { name } });
    });
    return { id, name, createdAt: now.toISOString(), token };
  }

  async tokens(memberId: string): Promise<ApiToken[]> {
    const rows = await this.repository.tokensOf(memberId);
    return rows.map(({ id, name, createdAt }) => ({ id, name, createdAt: createdAt.toISOString() }));
  }

  async revokeToken(caller: CallerIdentity, id: string): Promise<void> {
    const now = new Date(this.clock.wallMs());
    await this.database.transaction(async (tx) => {
      if (!(await this.repository.revokeToken(tx, id, caller.memberId, now))) throw new Failure('not-found');
      const subject = { kind: 'api-token', id };
      await this.audit.record(tx, { actor: caller.memberId, action: 'api-token-revoked', subject });
    });
  }

  private async signIn(account: Account, userAgent: string): Promise<NewSignIn> {
    const token = newSecretToken();
    const now = this.clock.wallMs();
    const lifeMs = absoluteMs(account.roles);
    await this.repository.addSignIn({
      id: this.ids.next(),
      digest: tokenDigest(token),
      memberId: account.memberId,
      now: new Date(now),
      expiresAt: new Date(now + lifeMs),
      userAgent: userAgent.slice(0, 300),
    });
    this.log.info({ memberId: account.memberId }, 'logged in');
    return { token, maxAgeS: lifeMs / 1000, me: this.view(account) };
  }

  private async accountOf(memberId: string): Promise<Account> {
    const account = await this.repository.account(memberId);
    if (account === undefined) throw new Failure('not-found');
    return account;
  }

  private view({ memberId: id, name, email, language, roles, hidesName }: Account): Me {
    const { timeZone, demo } = this.config;
    return { id, name, email, language, roles: [...roles], hidesName, timeZone, demo };
  }
}

/** What only a person at a browser may do, never a token. */
function browserOf({ signInId }: CallerIdentity): string {
  if (signInId === null) throw new Failure('not-allowed');
  return signInId;
}
