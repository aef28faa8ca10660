import type { Bilingual, SettingScope } from '../../contracts/http/index.js';
import { type HoldingSetting, settingOf } from '../../core/booking/settings.js';
import { type Transaction, violatedConstraint } from '../../platform/database/database.js';
import { notFitting } from '../not-fitting.js';

/** As stored: what one scope says about one rule or policy, and what the scope is called. */
export interface SaidSetting {
  readonly rule: string;
  readonly scope: SettingScope['kind'];
  readonly scopeId: string | null;
  readonly scopeName: Bilingual | null;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Whose settings hold: of a machine, its group, and the membership of whoever books it. */
export interface Subject {
  readonly machineId: string;
  readonly machineGroupId: string | null;
  readonly membershipKindId: string | null;
}

type Reads = Pick<Transaction, 'query'>;

const columns: Readonly<Record<SettingScope['kind'], string | undefined>> = {
  machine: 'machine_id',
  group: 'machine_group_id',
  membership: 'membership_kind_id',
  workshop: undefined,
};

const select = `
  select t.rule, case when t.machine_id is not null then 'machine' when t.machine_group_id is not null then 'group'
      when t.membership_kind_id is not null then 'membership' else 'workshop' end as scope,
    coalesce(t.machine_id, t.machine_group_id, t.membership_kind_id) as "scopeId",
    coalesce(m.name, g.name, k.name) as "scopeName", t.settings
  from booking_setting t
  left join machine m on m.id = t.machine_id
  left join machine_group g on g.id = t.machine_group_id
  left join membership_kind k on k.id = t.membership_kind_id
  where (m.id is null or m.retired_at is null)`;

export const allSettings = async (reads: Reads): Promise<SaidSetting[]> =>
  await reads.query<SaidSetting>(`${select} order by t.rule, t.id`);

export const settingsOfRule = async (reads: Reads, rule: string): Promise<SaidSetting[]> =>
  await reads.query<SaidSetting>(`${select} and t.rule = $1`, [rule]);

export const settingsFor = async (reads: Reads, subject: Subject): Promise<SaidSetting[]> =>
  await reads.query<SaidSetting>(
    `${select} and (t.machine_id = $1 or t.machine_group_id = $2 or t.membership_kind_id = $3
       or num_nonnulls(t.machine_id, t.machine_group_id, t.membership_kind_id) = 0)`,
    [subject.machineId, subject.machineGroupId, subject.membershipKindId],
  );

/** What holds of a rule for one machine and member, of all that anybody says about it. */
export function settingFor(said: readonly SaidSetting[], rule: string, subject: Subject): HoldingSetting {
  const holders = [null, subject.machineId, subject.machineGroupId, subject.membershipKindId];
  return settingOf(
    said.filter(({ scopeId }) => holders.includes(scopeId)),
    rule,
  );
}

export interface NewSetting {
  readonly id: string;
  readonly rule: string;
  readonly scope: SettingScope;
  readonly settings: object;
  readonly changedAt: number;
  readonly changedBy: string;
}

/** In the place of what the scope said before; the same again changes nothing, nor whom it was set aside for. */
export async function putSetting(tx: Transaction, setting: NewSetting): Promise<void> {
  const { id, rule, scope, settings, changedAt, changedBy } = setting;
  const column = columns[scope.kind];
  const [into, value] = column === undefined ? ['', ''] : [`, ${column}`, ', $6::uuid'];
  try {
    await tx.query(
      `insert into booking_setting (id, rule, settings, changed_at, changed_by${into}) values ($1, $2, $3, $4, $5${value})
       on conflict on constraint booking_setting_once
       do update set settings = excluded.settings, changed_at = excluded.changed_at, changed_by = excluded.changed_by
         where booking_setting.settings <> excluded.settings`,
      [id, rule, settings, new Date(changedAt), changedBy, ...(column === undefined ? [] : [scope.id])],
    );
  } catch (error) {
    switch (violatedConstraint(error)) {
      case 'booking_setting_machine_id_fkey':
        throw notFitting('scope.id', 'unknown-machine');
      case 'booking_setting_machine_group_id_fkey':
        throw notFitting('scope.id', 'unknown-group');
      case 'booking_setting_membership_kind_id_fkey':
        throw notFitting('scope.id', 'unknown-membership-kind');
      default:
        throw error;
    }
  }
}

/** The scope says nothing about the rule any more. */
export async function takeSettingAway(tx: Transaction, rule: string, { kind, id }: SettingScope): Promise<void> {
  const column = columns[kind];
  await tx.query(
    column === undefined
      ? `delete from booking_setting where rule = $1 and num_nonnulls(machine_id, machine_group_id, membership_kind_id) = 0`
      : `delete from booking_setting where rule = $1 and ${column} = $2`,
    column === undefined ? [rule] : [rule, id],
  );
}
