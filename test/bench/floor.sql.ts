/**
 * The floor: a tap in one function, with nothing that the same durable work does not need. Facts, decision, locks (member,
 * then machine), tap, session and next seq, in one round trip.
 */
export const floorSchema = [
  `create function floor_tap(p_slug text, p_digest bytea, p_boot bigint, p_n bigint, p_up_ms bigint, p_now timestamptz,
     p_tap uuid, p_session uuid, out does text, out seq bigint, out session uuid) language plpgsql as $$
   declare
     g record; c record; o record; b record; cert boolean; v_seq bigint; previous timestamptz; others int;
   begin
     select card.id, card.blocked_at, card.member_id, p.suspended_at, p.membership_until into c
     from card join member p on p.id = card.member_id
     where card.digest = p_digest and card.retired_at is null for no key update of p;
     select gate.id, gate.machine_id, m.hazard, m.out_of_order_at, m.exclusive_group_id, gs.boot, gs.online, gs.contact_at,
       gs.estop, gs.fault into g
     from gate join machine m on m.id = gate.machine_id join gate_state gs on gs.gate_id = gate.id
     where gate.slug = p_slug and gate.retired_at is null for no key update of m;
     does := 'deny';
     select s.id, s.member_id, s.state into o from session s where s.machine_id = g.machine_id and s.closed_at is null;
     select t.received_at into previous from tap t where t.gate_id = g.id and t.card_id = c.id
       and t.received_at > p_now - interval '20 seconds' and t.code not in ('same-tap', 'stale-tap')
     order by t.received_at desc limit 1;
     if c.id is not null and g.boot = p_boot and (previous is null or previous < p_now - interval '2 seconds') then
       if o.member_id = c.member_id then
         if o.state <> 'ending' then does := 'stop'; end if;
       elsif o.id is null and c.blocked_at is null and c.suspended_at is null
         and (c.membership_until is null or c.membership_until > p_now) and g.out_of_order_at is null
         and g.online and g.contact_at > p_now - interval '30 seconds' and not g.estop and g.fault is null
         and not exists (select from closure k where k.during @> p_now) then
         select coalesce(bool_and(x.id is not null and (x.valid_until is null or x.valid_until > p_now)
           and x.procedure_version >= q.procedure_version), true) into cert
         from machine_competency mc join competency q on q.id = mc.competency_id
         left join certificate x on x.competency_id = q.id and x.member_id = c.member_id
           and x.superseded_at is null and x.revoked_at is null
         where mc.machine_id = g.machine_id;
         select bk.member_id into b from booking bk where bk.machine_id = g.machine_id and bk.during @> p_now
           and bk.state in ('confirmed', 'in_use') limit 1;
         select count(*) into others from session s where s.member_id = c.member_id and s.closed_at is null;
         if cert and (b.member_id is null or b.member_id = c.member_id)
           and others < (select member_sessions_max from workshop) then does := 'start'; end if;
       end if;
     end if;
     session := case does when 'start' then p_session when 'stop' then o.id end;
     insert into tap (id, gate_id, boot, n, received_at, up_ms, age_ms, card_id, member_id, verdict, code, session_id)
     values (p_tap, g.id, p_boot, p_n, p_now, p_up_ms, 0, c.id, c.member_id,
       case does when 'start' then 'allow' when 'stop' then 'info' else 'deny' end,
       case does when 'start' then 'ok' when 'stop' then 'switched-off' else 'not-certified' end, session)
     on conflict on constraint tap_once do nothing;
     if not found then does := 'repeated'; return; end if;
     if does = 'deny' then return; end if;
     update gate_state gs set seq = greatest(gs.seq, gs.reported_seq) + 1 where gs.gate_id = g.id returning gs.seq into v_seq;
     seq := v_seq;
     if does = 'start' then
       update member set version = version + 1 where id = c.member_id;
       update machine set version = version + 1 where id = g.machine_id;
       insert into session (id, machine_id, gate_id, member_id, card_id, boot, state, opened_at, tap_up_ms, lease_seq, lease_sent_at)
       values (p_session, g.machine_id, g.id, c.member_id, c.id, p_boot, 'starting', p_now, p_up_ms, v_seq, p_now);
     else
       update session s set state = 'ending', ending_at = p_now, end_reason = 'switched-off', version = s.version + 1
       where s.id = o.id;
     end if;
   end $$`,
  // Reports that came together: the gates' states, and the sessions that they confirm or close.
  `create function floor_states(p_gate text[], p_boot bigint[], p_up_ms bigint[], p_on boolean[], p_session uuid[],
     p_seq bigint[], p_now timestamptz) returns void language sql as $$
     with i as (
       select g.id as gate_id, i.* from unnest(p_gate, p_boot, p_up_ms, p_on, p_session, p_seq)
         as i (slug, boot, up_ms, is_on, session_id, seq) join gate g on g.slug = i.slug),
     booted as (insert into gate_boot (gate_id, boot, ordinal, first_heard_at)
       select i.gate_id, i.boot, coalesce((select max(ordinal) from gate_boot b where b.gate_id = i.gate_id), 0) + 1, p_now
       from i where not exists (select from gate_boot b where b.gate_id = i.gate_id and b.boot = i.boot)),
     said as (insert into gate_state (gate_id, boot, up_ms, online, is_on, session_id, reported_seq, reported_at, contact_at)
       select gate_id, boot, up_ms, true, is_on, session_id, seq, p_now, p_now from i order by gate_id
       on conflict (gate_id) do update set boot = excluded.boot, up_ms = excluded.up_ms, online = true, is_on = excluded.is_on,
         session_id = excluded.session_id, reported_seq = excluded.reported_seq, reported_at = excluded.reported_at,
         contact_at = excluded.contact_at)
     update session s set version = s.version + 1,
       state = case when i.is_on then 'running' else 'closed' end,
       confirmed_at = case when i.is_on then p_now else s.confirmed_at end,
       renewed_at = case when i.is_on then p_now else s.renewed_at end,
       closed_at = case when not i.is_on then p_now end
     from i where s.gate_id = i.gate_id and s.closed_at is null
       and ((s.state = 'starting' and i.is_on and i.session_id = s.id) or (s.state = 'ending' and not i.is_on)) $$`,
];
