import type { CertificateFacts } from '../../core/certification/facts.js';
import type { Bilingual } from '../../core/words/bilingual.js';

/** What `certificatesOf` comes back as; null: the machine asks for no competency. */
export type CertificateFactRows =
  | readonly {
      readonly name: Bilingual;
      readonly required: number;
      readonly held: boolean;
      readonly version: number | null;
      readonly until: number | null;
    }[]
  | null;

/** SQL: what member `p` holds of each competency that machine `m` asks for. For deciders above, within their snapshots. */
export const certificatesOf = `
  (select json_agg(json_build_object('name', q.name, 'required', q.procedure_version,
      'held', x.id is not null, 'version', x.procedure_version, 'until', (extract(epoch from x.valid_until) * 1000)::float8))
    from machine_competency mc
    join competency q on q.id = mc.competency_id
    left join certificate x on x.competency_id = q.id and x.member_id = p.id
      and x.superseded_at is null and x.revoked_at is null
    where mc.machine_id = m.id)`;

export const certificateFactsOf = (rows: CertificateFactRows): CertificateFacts[] =>
  (rows ?? []).map(({ name, required, held, version, until }) => ({
    competencyName: name,
    requiredVersion: required,
    held: held ? { validUntil: until ?? undefined, version: version ?? 0 } : undefined,
  }));
