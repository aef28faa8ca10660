import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import {
  type Bilingual,
  type Certificate,
  type CertificateQuery,
  type Competency,
  type ListQuery,
  type Page,
  pageOf,
} from '../../contracts/http/index.js';
import { certificateState } from '../../core/certification/certificate-state.js';
import { Database, type Transaction } from '../../platform/database/database.js';
import { CertificateEntity } from './certificate.entity.js';
import { CompetencyEntity } from './competency.entity.js';

export interface Issue {
  readonly id: string;
  readonly memberId: string;
  readonly competencyId: string;
  readonly issuedBy: string;
  readonly issuedAt: Date;
  readonly validUntil: Date | null;
}

@Injectable()
export class CertificationRepository {
  constructor(private readonly db: Database) {}

  async listCompetencies({ after, limit }: ListQuery): Promise<Page<Competency>> {
    const found = await this.db.dataSource.manager.find(CompetencyEntity, {
      where: after === undefined ? {} : { id: MoreThan(after) },
      order: { id: 'asc' },
      take: limit + 1,
    });
    return pageOf(found.map(toCompetency), limit, ({ id }) => id);
  }

  async createCompetency(tx: Transaction, id: string, name: Bilingual, createdAt: Date): Promise<Competency> {
    await tx.manager.insert(CompetencyEntity, { id, name, procedureVersion: 1, createdAt });
    return { id, name, procedureVersion: 1, createdAt: createdAt.toISOString() };
  }

  async findCompetency(tx: Transaction, id: string): Promise<Competency | undefined> {
    const found = await tx.manager.findOneBy(CompetencyEntity, { id });
    return found === null ? undefined : toCompetency(found);
  }

  async listCertificates(
    { member, competency, after, limit }: CertificateQuery,
    at: number,
  ): Promise<Page<Certificate>> {
    const rows = await this.db.query<CertificateRow>(
      `${selectCertificates}
       where ($1::uuid is null or x.member_id = $1) and ($2::uuid is null or x.competency_id = $2)
         and ($3::uuid is null or x.id > $3)
       order by x.id limit $4`,
      [member ?? null, competency ?? null, after ?? null, limit + 1],
    );
    return pageOf(
      rows.map((row) => toCertificate(row, at)),
      limit,
      ({ id }) => id,
    );
  }

  async findCertificate(tx: Transaction, id: string, at: number): Promise<Certificate | undefined> {
    const [row] = await tx.query<CertificateRow>(`${selectCertificates} where x.id = $1`, [id]);
    return row && toCertificate(row, at);
  }

  /** The one that was valid until now becomes history; the new one takes its place. */
  async issue(tx: Transaction, issue: Issue, procedureVersion: number): Promise<void> {
    const { memberId, competencyId, issuedAt } = issue;
    await tx.manager.update(
      CertificateEntity,
      { memberId, competencyId, supersededAt: IsNull(), revokedAt: IsNull() },
      { supersededAt: issuedAt },
    );
    await tx.manager.insert(CertificateEntity, { ...issue, procedureVersion });
  }

  /** False: it was revoked or superseded before. */
  async revoke(tx: Transaction, id: string, by: string, at: Date, reason: string): Promise<boolean> {
    const { affected } = await tx.manager.update(
      CertificateEntity,
      { id, supersededAt: IsNull(), revokedAt: IsNull() },
      { revokedAt: at, revokedBy: by, revokeReason: reason },
    );
    return affected === 1;
  }
}

interface CertificateRow {
  readonly id: string;
  readonly member_id: string;
  readonly competency_id: string;
  readonly issued_by: string | null;
  readonly issued_at: Date;
  readonly procedure_version: number;
  readonly required_version: number;
  readonly valid_until: Date | null;
  readonly superseded_at: Date | null;
  readonly revoked_at: Date | null;
  readonly revoked_by: string | null;
  readonly revoke_reason: string | null;
}

const selectCertificates = `
  select x.*, q.procedure_version as required_version from certificate x join competency q on q.id = x.competency_id`;

function toCertificate(row: CertificateRow, at: number): Certificate {
  const dates = {
    validUntil: row.valid_until?.getTime(),
    supersededAt: row.superseded_at?.getTime(),
    revokedAt: row.revoked_at?.getTime(),
    procedureVersion: row.procedure_version,
  };
  return {
    id: row.id,
    memberId: row.member_id,
    competencyId: row.competency_id,
    issuedBy: row.issued_by,
    issuedAt: row.issued_at.toISOString(),
    procedureVersion: row.procedure_version,
    validUntil: row.valid_until?.toISOString() ?? null,
    supersededAt: row.superseded_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    revokedBy: row.revoked_by,
    revokeReason: row.revoke_reason,
    state: certificateState(dates, row.required_version, at),
  };
}

function toCompetency({ id, name, procedureVersion, createdAt }: CompetencyEntity): Competency {
  return { id, name, procedureVersion, createdAt: createdAt.toISOString() };
}
