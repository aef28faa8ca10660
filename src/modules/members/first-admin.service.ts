import { Inject, Injectable } from '@nestjs/common';
import type { FirstAdminRequest } from '../../contracts/http/index.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import type { ServiceConfig } from '../../service-config.js';
import { AuthService, hashPassword, LoginLimits, type NewSignIn, newSecretToken, tokenDigest } from '../auth/index.js';
import { MembersRepository } from './members.repository.js';
import { MembersService } from './members.service.js';

const linkLifeMs = 24 * 3_600_000;

/** How a new workshop gets its first admin: by a link that the service prints, which works once and for a day. */
@Injectable()
export class FirstAdminService {
  constructor(
    private readonly database: Database,
    private readonly repository: MembersRepository,
    private readonly members: MembersService,
    private readonly auth: AuthService,
    private readonly limits: LoginLimits,
    private readonly clock: Clock,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'http'>,
  ) {}

  /** A new link, for the console and nothing else; undefined when there is an admin. The token is in the fragment, which no server logs. */
  async link(): Promise<string | undefined> {
    if (await this.repository.hasAdmin(this.database)) return undefined;
    const token = newSecretToken();
    const now = this.clock.wallMs();
    await this.database.query('delete from one_time_link where expires_at <= $1', [new Date(now)]);
    await this.database.query(
      `insert into one_time_link (token_digest, purpose, expires_at) values ($1, 'first-admin', $2)`,
      [tokenDigest(token), new Date(now + linkLifeMs)],
    );
    return new URL(`/first-admin#${token}`, this.config.http.publicUrl).href;
  }

  async create(request: FirstAdminRequest, address: string, userAgent: string): Promise<NewSignIn> {
    const attempt = this.limits.begin(address, 'first-admin');
    const { token, password, name, email, language } = request;
    const passwordHash = await hashPassword(password);
    const id = await this.database.transaction(async (tx) => {
      // Every link goes: of two that are used at once, the second finds none.
      const links = await tx.query<{ token_digest: Buffer; expires_at: Date }>(
        `delete from one_time_link where purpose = 'first-admin' returning token_digest, expires_at`,
      );
      const digest = tokenDigest(token);
      const link = links.find((row) => row.token_digest.equals(digest));
      const fresh = link !== undefined && this.clock.wallMs() < link.expires_at.getTime();
      if (!fresh || (await this.repository.hasAdmin(tx))) throw new Failure('link-void');
      const member = {
        name,
        email,
        language,
        roles: ['member', 'admin'] as ['member', 'admin'],
        membershipUntil: null,
        membershipKindId: null,
      };
      return await this.members.addMember(tx, null, member, passwordHash);
    });
    attempt.succeeded();
    return await this.auth.signInMember(id, userAgent);
  }
}
