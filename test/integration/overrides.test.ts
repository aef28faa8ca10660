import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AccessModule } from '../../src/modules/access/index.js';
import { BookingRulesModule } from '../../src/modules/booking-rules/index.js';
import { MachinesModule, machineEntities } from '../../src/modules/machines/index.js';
import { NoticesModule } from '../../src/modules/notices/index.js';
import { PlanningModule } from '../../src/modules/planning/index.js';
import { BookingCalls, hour, iso, minute } from '../support/booking-calls.js';
import { addGate, addMachine } from '../support/builders.js';
import { type Answer, type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

/** What staff set aside for a booking is what they knew of, where it was: the gate of each machine asks for itself. */

let workshop: HttpWorkshop;
let calls: BookingCalls;
let anna: Person;
let staff: Person;
let admin: Person;
const reason = { pl: 'Remont', en: 'Repairs' };

beforeAll(async () => {
  const modules = [MachinesModule, NoticesModule, AccessModule, BookingRulesModule, PlanningModule];
  workshop = await startHttpWorkshop({ modules, entities: machineEntities });
  calls = new BookingCalls(workshop);
  [staff, admin] = [await workshop.person('staff'), await workshop.person('admin')];
});
afterAll(async () => await workshop.stop());
beforeEach(async () => {
  anna = await workshop.person('member');
});

const now = (): number => workshop.clock.wallMs();
const during = () => ({ from: iso(now() - minute), to: iso(now() + 2 * hour) });
const ok = async (answer: Promise<Answer>): Promise<Answer['body']> => {
  const { status, body, text } = await answer;
  if (status >= 300) throw new Error(`${status}: ${text}`);
  return body;
};

async function gatedMachine(): Promise<string> {
  const machineId = await addMachine(workshop.database, {});
  await addGate(workshop.database, { machineId, slug: `gate-${machineId.slice(0, 8)}-${machineId.slice(-8)}` });
  return machineId;
}
/** What its gate would say to Anna, but for whether the gate was heard. */
async function saysGate(machineId: string): Promise<string[]> {
  const { body } = await workshop.call('GET', `/api/v1/machines/${machineId}/access`, { as: anna });
  const codes: string[] = body.allow ? [] : body.refusals.map(({ code }: { code: string }) => code);
  return codes.filter((code) => code !== 'gate-offline');
}
const overridden = async (machineId: string): Promise<Answer['body']> => {
  const override = { reason: 'Warsztaty' };
  return await calls.booked(staff, machineId, { ...during(), memberId: anna.id, override });
};
const close = async () => await ok(calls.call(staff, 'POST', '/closures', { ...during(), reason }));
const open = async () => await workshop.database.query('delete from closure');
const outage = async (machineId: string) =>
  await ok(calls.call(staff, 'POST', `/machines/${machineId}/outages`, { ...during(), reason }));
const shut = async (machineId: string, days = 0) => {
  const each = [{ from: '00:00', to: `00:0${days + 1}` }];
  const hours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  const today = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' });
  const far = today.format(now() + 72 * hour).toLowerCase();
  const change = { scope: { kind: 'machine', id: machineId }, settings: { hours: { ...hours, [far]: each } } };
  await ok(calls.call(admin, 'PUT', '/booking-settings/outside-opening-hours', change));
};

describe('opening hours that are changed', () => {
  const told = async (who: Person): Promise<string[]> =>
    (await workshop.call('GET', '/api/v1/notices', { as: who })).body.items.map(({ kind }: { kind: string }) => kind);

  it('tell whose booking they do not cover any more, once, and leave it', async () => {
    const machineId = await gatedMachine();
    const booking = await calls.booked(anna, machineId, during());
    const [piotr, elsewhere] = [await workshop.person('member'), await gatedMachine()];
    await calls.booked(piotr, elsewhere, during());
    await shut(machineId);
    await shut(machineId, 1);
    expect([await told(anna), await told(piotr)]).toEqual([['hours-changed'], []]);
    expect((await calls.row(booking.id))['state']).toBe('confirmed');
  });

  it('tell also whom staff had let in outside the hours before; the same hours again change nothing', async () => {
    const machineId = await gatedMachine();
    await shut(machineId);
    await overridden(machineId);
    await shut(machineId);
    expect([await told(anna), await saysGate(machineId)]).toEqual([['booking-made-by-staff'], []]);
    await shut(machineId, 1);
    expect([await told(anna), await saysGate(machineId)]).toEqual([
      ['hours-changed', 'booking-made-by-staff'],
      ['outside-opening-hours'],
    ]);
  });
});

describe('what staff set aside', () => {
  it.each<[string, (machineId: string) => Promise<unknown>]>([
    ['closed', close],
    ['outage', outage],
    ['outside-opening-hours', shut],
  ])('%s: holds at the gate for what they knew of, and not for what is planned later', async (code, plan) => {
    const machineId = await gatedMachine();
    await plan(machineId);
    const booking = await overridden(machineId);
    expect(booking.overrides).toEqual([code]);
    expect(await saysGate(machineId)).toEqual([]);
    await (code === 'outside-opening-hours' ? shut(machineId, 1) : plan(machineId));
    expect(await saysGate(machineId)).toEqual([code]);
    const again = await ok(calls.change(staff, booking, { override: { reason: 'Też' } }));
    expect(again).toMatchObject({ overrides: [code], overrideReason: 'Też' });
    expect(await saysGate(machineId)).toEqual([]);
    await open();
  });

  it('can be given for what was planned after the booking was made', async () => {
    const machineId = await gatedMachine();
    const booking = await calls.booked(staff, machineId, { ...during(), memberId: anna.id });
    await close();
    expect(await saysGate(machineId)).toEqual(['closed']);
    const changed = await ok(calls.change(staff, booking, { override: { reason: 'Warsztaty' } }));
    expect(changed).toMatchObject({ overrides: ['closed'] });
    expect(await saysGate(machineId)).toEqual([]);
    await open();
  });

  it('for a machine that is booked along holds at its own gate', async () => {
    const [machineId, needed] = [await gatedMachine(), await gatedMachine()];
    await workshop.database.query(`insert into machine_need (machine_id, needs_id) values ($1, $2)`, [
      machineId,
      needed,
    ]);
    await workshop.database.query(`update workshop set member_sessions_max = 2`);
    await outage(needed);
    const booking = await overridden(machineId);
    expect(booking.overrides).toEqual([]);
    expect([await saysGate(machineId), await saysGate(needed)]).toEqual([[], []]);
    const shorter = await ok(calls.change(anna, booking, { to: iso(now() + hour) }));
    expect([await saysGate(machineId), await saysGate(needed)]).toEqual([[], []]);
    const [entry] = await workshop.database.query<{ detail: object }>(
      `select d.detail from audit_entry e join audit_detail d using (ordinal) where e.action = 'booking-made' order by ordinal desc limit 1`,
    );
    expect(entry?.detail).toMatchObject({ overrides: ['outage'], reason: 'Warsztaty' });
    await outage(needed);
    expect([await saysGate(machineId), await saysGate(needed)]).toEqual([[], ['outage']]);
    expect(shorter.version).toBe(2);
  });

  it('is kept by who takes a cancellation back, and covers nothing new', async () => {
    const machineId = await gatedMachine();
    await close();
    const booking = await overridden(machineId);
    await ok(calls.call(anna, 'DELETE', `/bookings/${booking.id}`));
    await close();
    expect(await ok(calls.post(anna, booking.id, 'restore'))).toMatchObject({ overrides: ['closed'] });
    expect(await saysGate(machineId)).toEqual(['closed']);
    await open();
  });

  it('is not handed over, and the rules are asked for who receives it', async () => {
    const machineId = await gatedMachine();
    await close();
    const booking = await overridden(machineId);
    const piotr = await workshop.person('member');
    const { status, body } = await calls.post(staff, booking.id, 'hand-over', { memberId: piotr.id });
    expect([status, body.refusals[0].code]).toEqual([422, 'closed']);
    await open();
  });
});
