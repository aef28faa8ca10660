/** What is said about some rules (all, unless named) for machine `m` and member `p`, by scope. */
export const settingsOf = (...rules: readonly string[]): string => `
    (select json_agg(json_build_object('rule', t.rule, 'settings', t.settings, 'changedAt', (extract(epoch from t.changed_at) * 1000)::float8, 'scope', case
        when t.machine_id is not null then 'machine' when t.machine_group_id is not null then 'group'
        when t.membership_kind_id is not null then 'membership' else 'workshop' end))
      from booking_setting t
      where ${rules.length === 0 ? 'true' : `t.rule in (${rules.map((rule) => `'${rule}'`).join(', ')})`}
        and (t.machine_id = m.id or t.machine_group_id = m.machine_group_id or t.membership_kind_id = p.membership_kind_id
          or num_nonnulls(t.machine_id, t.machine_group_id, t.membership_kind_id) = 0))`;
