import { Injectable } from '@nestjs/common';
import type {
  Certificate,
  CertificateQuery,
  CertificateRequest,
  Competency,
  CompetencyRequest,
  ListQuery,
  Page,
} from '../../contracts/http/index.js';
import { mayCertify } from '../../core/certification/certificate-state.js';
import { plannable } from '../../core/plannable.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { Failure } from '../../platform/http/failure.js';
import { IdSource } from '../../platform/ids/ids.js';
import { AuditService } from '../audit/index.js';
import { type CallerIdentity, seesOthers } from '../auth/index.js';
import { BramaEventBus } from '../events.js';
import { bumpMember } from '../members/index.js';
import { notFitting } from '../not-fitting.js';
import { CertificationRepository } from './certification.repository.js';

@Injectable()
export class CertificationService {
  constructor(
    private readonly db: Database,
    private readonly certification: CertificationRepository,
    private readonly clock: Clock,
    private readonly ids: IdSource,
    private readonly audit: AuditService,
    private readonly events: BramaEventBus,
  ) {}

  async listCompetencies(query: ListQuery): Promise<Page<Competency>> {
    return await this.certification.listCompetencies(query);
  }

  async createCompetency(by: CallerIdentity, { name }: CompetencyRequest): Promise<Competency> {
    const id = this.ids.next();
    return await this.db.transaction(async (tx) => {
      const made = await this.certification.createCompetency(tx, id, name, new Date(this.clock.wallMs()));
      await this.audit.record(tx, {
        actor: by.memberId,
        action: 'competency-created',
        subject: { kind: 'competency', id },
        detail: { name },
      });
      return made;
    });
  }

  /** Members see what they hold themselves. */
  async list(by: CallerIdentity, query: CertificateQuery): Promise<Page<Certificate>> {
    const seesAll = seesOthers(by);
    if (!seesAll && query.member !== undefined && query.member !== by.memberId) throw new Failure('not-allowed');
    const member = seesAll ? query.member : by.memberId;
    return await this.certification.listCertificates({ ...query, member }, this.clock.wallMs());
  }

  /** Also the renewal of one that the member holds. */
  async issue(by: CallerIdentity, { memberId, competencyId, validUntil }: CertificateRequest): Promise<Certificate> {
    if (!mayCertify(by, memberId)) throw new Failure('not-allowed');
    const now = this.clock.wallMs();
    const until = validUntil === null ? null : this.readValidity(validUntil, now);
    return await this.db.transaction(async (tx) => {
      if (!(await bumpMember(tx, memberId))) throw notFitting('memberId', 'unknown-member');
      const competency = await this.certification.findCompetency(tx, competencyId);
      if (competency === undefined) throw notFitting('competencyId', 'unknown-competency');
      const id = this.ids.next();
      await this.certification.issue(
        tx,
        { id, memberId, competencyId, issuedBy: by.memberId, issuedAt: new Date(now), validUntil: until },
        competency.procedureVersion,
      );
      await this.audit.record(tx, {
        actor: by.memberId,
        action: 'certificate-issued',
        subject: { kind: 'member', id: memberId },
        detail: { certificateId: id, competency: competency.name, validUntil },
      });
      return (await this.certification.findCertificate(tx, id, now))!;
    });
  }

  /** Answers once the right is gone and everything that hangs on it has been told. */
  async revoke(by: CallerIdentity, id: string, reason: string): Promise<Certificate> {
    const now = this.clock.wallMs();
    const revoked = await this.db.transaction(async (tx) => {
      const certificate = await this.certification.findCertificate(tx, id, now);
      if (certificate === undefined) throw new Failure('not-found');
      if (!mayCertify(by, certificate.memberId)) throw new Failure('not-allowed');
      await bumpMember(tx, certificate.memberId);
      const done = await this.certification.revoke(tx, id, by.memberId, new Date(now), reason);
      if (!done) throw new Failure('conflict');
      await this.audit.record(tx, {
        actor: by.memberId,
        action: 'certificate-revoked',
        subject: { kind: 'member', id: certificate.memberId },
        detail: { certificateId: id, reason },
      });
      return (await this.certification.findCertificate(tx, id, now))!;
    });
    await this.events.emit('member-right-withdrawn', { memberId: revoked.memberId });
    return revoked;
  }

  private readValidity(validUntil: string, now: number): Date {
    const lasts = plannable(new Date(now).toISOString(), validUntil);
    if ('fault' in lasts) throw notFitting('validUntil', lasts.fault === 'not-later' ? 'in-the-past' : lasts.fault);
    return new Date(lasts.to);
  }
}
