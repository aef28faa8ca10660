import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditService } from '../../src/modules/audit/index.js';
import { type HttpWorkshop, startHttpWorkshop } from '../support/http-workshop.js';

let workshop: HttpWorkshop;
let audit: AuditService;
let owner: Client;
let memberId: string;
beforeAll(async () => {
  workshop = await startHttpWorkshop();
  audit = workshop.app.get(AuditService);
  owner = new Client(workshop.ownerUrl);
  await owner.connect();
  const staff = await workshop.person('staff');
  ({ id: memberId } = await workshop.addMember(['member']));
  // Decisions at once still make one chain.
  await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const verb = index % 2 === 0 ? 'suspend' : 'reinstate';
      const body = { reason: `powód ${index}` };
      await workshop.call('POST', `/api/v1/members/${memberId}/${verb}`, { as: staff, body });
    }),
  );
});
afterAll(async () => {
  await owner.end();
  await workshop.stop();
});

/** Does something to the tables as their owner, looks, and undoes it. */
async function tampered(sql: string): Promise<unknown> {
  const saved = await owner.query('select * from audit_entry');
  const details = await owner.query('select * from audit_detail');
  await owner.query(sql);
  const verdict = await audit.verify();
  await owner.query('truncate audit_entry, audit_detail');
  const put = async (table: string, rows: Record<string, unknown>[]) => {
    for (const row of rows) {
      const columns = Object.keys(row);
      await owner.query(
        `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
        Object.values(row),
      );
    }
  };
  await put('audit_entry', saved.rows);
  await put('audit_detail', details.rows);
  return verdict;
}

describe('the chain of decisions', () => {
  it('holds every decision, in order, and no name or id of a person', async () => {
    expect(await audit.verify()).toEqual({
      ok: true,
      head: { ordinal: 12, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const { rows } = await owner.query('select actor, action, subject from audit_entry order by ordinal');
    expect(rows.map(({ action }) => String(action)).toSorted()).toEqual([
      ...Array.from({ length: 6 }, () => 'member-reinstated'),
      ...Array.from({ length: 6 }, () => 'member-suspended'),
    ]);
    expect(new Set(rows.map(({ subject }) => subject)).size).toBe(1);
    expect(JSON.stringify(rows)).not.toContain(memberId);
  });

  it('is read by admins, newest first, page by page', async () => {
    const admin = await workshop.person('admin');
    const ordinals: number[] = [];
    let next: string | null = null;
    do {
      const path: string = `/api/v1/audit?limit=5${next === null ? '' : `&before=${next}`}`;
      const { body } = await workshop.call('GET', path, { as: admin });
      ordinals.push(...body.items.map(({ ordinal }: { ordinal: number }) => ordinal));
      expect(body.items[0]).toMatchObject({ actorId: expect.any(String), action: expect.stringMatching(/^member-/) });
      next = body.next;
    } while (next !== null);
    expect(ordinals).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    const verification = await workshop.call('GET', '/api/v1/audit/verification', { as: admin });
    expect(verification.body).toMatchObject({ ok: true, head: { ordinal: 12 } });
    const wrong = `/api/v1/audit/verification?ordinal=12&hash=${'0'.repeat(64)}`;
    expect((await workshop.call('GET', wrong, { as: admin })).body).toEqual({
      ok: false,
      ordinal: 12,
      fault: 'altered',
    });
  });

  it.each([
    ['an entry rewritten', `update audit_entry set action = 'nothing' where ordinal = 5`, 5, 'altered'],
    ['an entry moved in time', `update audit_entry set at = at + interval '1 s' where ordinal = 5`, 5, 'altered'],
    ['an entry of another actor', `update audit_entry set actor = 'nobody' where ordinal = 1`, 1, 'altered'],
    ['a hash replaced', `update audit_entry set hash = sha256('x') where ordinal = 5`, 5, 'altered'],
    [
      'an entry taken out',
      'delete from audit_detail where ordinal = 5; delete from audit_entry where ordinal = 5',
      5,
      'missing',
    ],
    ['a reason rewritten', `update audit_detail set detail = '{"reason": "x"}' where ordinal = 5`, 5, 'detail-altered'],
  ])('shows %s', async (_what, sql, ordinal, fault) => {
    expect(await tampered(sql)).toEqual({ ok: false, ordinal, fault });
    expect(await audit.verify()).toMatchObject({ ok: true });
  });

  it('shows an end cut off, to whoever kept the head', async () => {
    const whole = await audit.verify();
    if (!whole.ok || whole.head === null) throw new Error('the chain is broken before the test began');
    await owner.query('delete from audit_detail where ordinal = 12');
    await owner.query('delete from audit_entry where ordinal = 12');
    expect(await audit.verify()).toMatchObject({ ok: true, head: { ordinal: 11 } });
    expect(await audit.verify(whole.head)).toEqual({ ok: false, ordinal: 12, fault: 'missing' });
  });

  it('stands when details are erased', async () => {
    await owner.query('delete from audit_detail');
    expect(await audit.verify()).toMatchObject({ ok: true });
  });

  it('cannot be changed by the service', async () => {
    await expect(workshop.database.query('update audit_entry set action = action')).rejects.toThrow(
      /permission denied/,
    );
    await expect(workshop.database.query('delete from audit_entry')).rejects.toThrow(/permission denied/);
  });
});
