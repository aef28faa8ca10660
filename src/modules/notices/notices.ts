import { Inject, Injectable } from '@nestjs/common';
import type { Notice, Notices as ListOfNotices } from '../../contracts/http/index.js';
import { type NoticeKind, type NoticeParams, renderNotice } from '../../core/words/notices.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { IdSource } from '../../platform/ids/ids.js';
import type { ServiceConfig } from '../../service-config.js';

export interface NewNotice<Kind extends NoticeKind> {
  readonly memberId: string;
  readonly kind: Kind;
  readonly params: NoticeParams[Kind];
  /** What it is about, where the member can go. */
  readonly subject?: NonNullable<Notice['subject']>;
}

interface NoticeRow {
  readonly id: string;
  readonly kind: string;
  readonly params: unknown;
  readonly subject: Notice['subject'];
  readonly created_at: Date;
  readonly read_at: Date | null;
}

const shownMax = 100;

/** What members are told in the app, written in the transaction of what it tells of. */
@Injectable()
export class Notices {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    @Inject('config') private readonly config: Pick<ServiceConfig, 'timeZone'>,
  ) {}

  async tell<Kind extends NoticeKind>(tx: Transaction, notice: NewNotice<Kind>): Promise<void> {
    await this.tellEach(tx, [notice]);
  }

  /** However many: one statement, since whoever tells many has many waiting. */
  async tellEach<Kind extends NoticeKind>(tx: Transaction, notices: readonly NewNotice<Kind>[]): Promise<void> {
    if (notices.length === 0) return;
    const rows = notices.map(({ memberId, ...notice }) => ({ id: this.ids.next(), member_id: memberId, ...notice }));
    await tx.query(
      `insert into notice (id, member_id, kind, params, subject, created_at)
       select n.id, n.member_id, n.kind, n.params, n.subject, $2
       from jsonb_to_recordset($1::jsonb) as n (id uuid, member_id uuid, kind text, params jsonb, subject jsonb)`,
      [JSON.stringify(rows), new Date(this.clock.wallMs())],
    );
  }

  /** The newest first. */
  async of(memberId: string): Promise<ListOfNotices> {
    const rows = await this.db.query<NoticeRow>(
      `select id, kind, params, subject, created_at, read_at from notice where member_id = $1 order by id desc limit $2`,
      [memberId, shownMax],
    );
    const [{ unread } = { unread: 0 }] = await this.db.query<{ unread: number }>(
      `select count(*) as unread from notice where member_id = $1 and read_at is null`,
      [memberId],
    );
    return { items: rows.map((row) => this.shown(row)), unread };
  }

  async read(memberId: string, upTo: string): Promise<void> {
    await this.db.query(`update notice set read_at = $3 where member_id = $1 and id <= $2 and read_at is null`, [
      memberId,
      upTo,
      new Date(this.clock.wallMs()),
    ]);
  }

  private shown(row: NoticeRow): Notice {
    return {
      id: row.id,
      kind: row.kind,
      text: renderNotice(row.kind, row.params, this.config.timeZone),
      subject: row.subject,
      createdAt: row.created_at.toISOString(),
      readAt: row.read_at?.toISOString() ?? null,
    };
  }
}
