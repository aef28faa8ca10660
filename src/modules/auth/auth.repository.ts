import { Injectable } from '@nestjs/common';
import type { Language, MeChange, Role } from '../../contracts/http/index.js';
import { Database, type Transaction } from '../../platform/database/database.js';

/** The half of a member that logs in. */
export interface Account {
  readonly memberId: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly language: Language;
  readonly passwordHash: string | null;
  readonly hidesName: boolean;
  readonly suspended: boolean;
}

export interface SignInRow {
  readonly id: string;
  readonly memberId: string;
  readonly roles: readonly Role[];
  readonly language: Language;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string;
}

const account = `select id as "memberId", name, email, roles, language, hides_name as "hidesName", password_hash as "passwordHash",
  suspended_at is not null as suspended from member`;
const signIn = `select s.id, s.member_id as "memberId", m.roles, m.language, s.created_at as "createdAt",
  s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt", s.user_agent as "userAgent"
  from sign_in s join member m on m.id = s.member_id`;

/** Sign-ins and API tokens, each read afresh with its member: nothing about who may call is ever cached. */
@Injectable()
export class AuthRepository {
  constructor(private readonly database: Database) {}

  async accountByEmail(email: string): Promise<Account | undefined> {
    return (await this.database.query<Account>(`${account} where lower(email) = lower($1)`, [email]))[0];
  }

  async account(memberId: string): Promise<Account | undefined> {
    return (await this.database.query<Account>(`${account} where id = $1`, [memberId]))[0];
  }

  async changeAccount(memberId: string, { language, hidesName }: MeChange): Promise<void> {
    await this.database.query(
      'update member set language = coalesce($2, language), hides_name = coalesce($3, hides_name) where id = $1',
      [memberId, language ?? null, hidesName ?? null],
    );
  }

  async setPassword(tx: Transaction, memberId: string, passwordHash: string): Promise<void> {
    await tx.query('update member set password_hash = $2 where id = $1', [memberId, passwordHash]);
  }

  async addSignIn(row: {
    readonly id: string;
    readonly digest: Buffer;
    readonly memberId: string;
    readonly now: Date;
    readonly expiresAt: Date;
    readonly userAgent: string;
  }): Promise<void> {
    await this.database.query('delete from sign_in where member_id = $1 and expires_at <= $2', [row.memberId, row.now]);
    await this.database.query(
      `insert into sign_in (id, token_digest, member_id, created_at, last_seen_at, expires_at, user_agent)
       values ($1, $2, $3, $4, $4, $5, $6)`,
      [row.id, row.digest, row.memberId, row.now, row.expiresAt, row.userAgent],
    );
  }

  async signInByDigest(digest: Buffer): Promise<SignInRow | undefined> {
    const sql = `${signIn} where s.token_digest = $1 and m.suspended_at is null`;
    return (await this.database.prepared<SignInRow>('sign-in-by-digest', sql, [digest]))[0];
  }

  async touch(id: string, now: Date): Promise<void> {
    await this.database.query('update sign_in set last_seen_at = $2 where id = $1', [id, now]);
  }

  async signInsOf(memberId: string): Promise<SignInRow[]> {
    return await this.database.query<SignInRow>(`${signIn} where s.member_id = $1 order by s.id desc`, [memberId]);
  }

  /** The ids of the sign-ins that ended. */
  async endSignIns(tx: Pick<Transaction, 'query'>, memberId: string, which: { only?: string; except?: string } = {}) {
    const rows = await tx.query<{ id: string }>(
      `delete from sign_in where member_id = $1 and ($2::uuid is null or id = $2) and ($3::uuid is null or id <> $3)
       returning id`,
      [memberId, which.only ?? null, which.except ?? null],
    );
    return rows.map(({ id }) => id);
  }

  async tokenOwner(digest: Buffer): Promise<Pick<SignInRow, 'memberId' | 'roles' | 'language'> | undefined> {
    const sql = `select m.id as "memberId", m.roles, m.language from api_token t join member m on m.id = t.member_id
       where t.token_digest = $1 and t.revoked_at is null and m.suspended_at is null`;
    return (
      await this.database.prepared<Pick<SignInRow, 'memberId' | 'roles' | 'language'>>('token-owner', sql, [digest])
    )[0];
  }

  async addToken(
    tx: Transaction,
    row: { id: string; digest: Buffer; memberId: string; name: string; now: Date },
  ): Promise<void> {
    await tx.query(
      'insert into api_token (id, token_digest, member_id, name, created_at) values ($1, $2, $3, $4, $5)',
      [row.id, row.digest, row.memberId, row.name, row.now],
    );
  }

  async tokensOf(memberId: string): Promise<{ id: string; name: string; createdAt: Date }[]> {
    return await this.database.query(
      `select id, name, created_at as "createdAt" from api_token where member_id = $1 and revoked_at is null order by id`,
      [memberId],
    );
  }

  async revokeToken(tx: Transaction, id: string, memberId: string, now: Date): Promise<boolean> {
    const rows = await tx.query(
      'update api_token set revoked_at = $3 where id = $1 and member_id = $2 and revoked_at is null returning id',
      [id, memberId, now],
    );
    return rows.length > 0;
  }
}
