import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineEntities, MachinesModule } from '../../src/modules/machines/index.js';
import { NoticesModule } from '../../src/modules/notices/index.js';
import { PlanningModule } from '../../src/modules/planning/index.js';
import { addBooking, addMachine } from '../support/builders.js';
import { type Answer, type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

const hour = 60 * 60_000;
const reason = { pl: 'Święto Niepodległości', en: 'Independence Day' };
let workshop: HttpWorkshop;
let admin: Person;
let staff: Person;
let anna: Person;
let begin: number;
const changed: string[] = [];

beforeAll(async () => {
  workshop = await startHttpWorkshop({
    modules: [MachinesModule, NoticesModule, PlanningModule],
    entities: machineEntities,
  });
  workshop.events.on('machine-changed', ({ machineId }) => void changed.push(machineId));
  begin = workshop.clock.wallMs();
  admin = await workshop.person('admin');
  staff = await workshop.person('staff');
  anna = await workshop.person('member');
});
afterAll(async () => await workshop.stop());

const iso = (offsetMs: number): string => new Date(begin + offsetMs).toISOString();
const asStaff = async (method: string, path: string, body?: unknown): Promise<Answer> =>
  await workshop.call(method, `/api/v1/closures${path}`, { as: staff, ...(body === undefined ? {} : { body }) });
const version = async (id: string): Promise<number> => {
  const [row] = await workshop.database.query<{ version: number }>(`select version from machine where id = $1`, [id]);
  return row!.version;
};
const told = async (who: Person): Promise<{ kind: string; subject: { id: string }; text: { pl: string } }[]> =>
  (await workshop.call('GET', '/api/v1/notices', { as: who })).body.items;

describe('closures', () => {
  it('move the rights at every machine, when made and when removed', async () => {
    const ids = [await addMachine(workshop.database), await addMachine(workshop.database)];
    const before = await Promise.all(ids.map(version));
    changed.length = 0;
    const made = await asStaff('POST', '', { from: iso(hour), to: iso(2 * hour), reason });
    expect(made.status).toBe(201);
    expect(await Promise.all(ids.map(version))).toEqual(before.map((v) => v + 1));
    for (const id of ids) expect(changed).toContain(id);
    const list = await workshop.call('GET', '/api/v1/closures', { as: anna });
    expect(list.body.items).toContainEqual(made.body);
    const gone = await asStaff('DELETE', `/${made.body.id}`);
    expect(gone.status).toBe(204);
    expect(await Promise.all(ids.map(version))).toEqual(before.map((v) => v + 2));
    expect((await asStaff('DELETE', `/${made.body.id}`)).status).toBe(404);
  });

  it('tell whoever has a booking in them, and leave it', async () => {
    const [machineId, from] = [await addMachine(workshop.database), begin + 10 * hour];
    const bookingId = await addBooking(workshop.database, { machineId, memberId: anna.id, from });
    await addBooking(workshop.database, { machineId, memberId: anna.id, from: from + hour, state: 'cancelled' });
    await asStaff('POST', '', { from: iso(9 * hour), to: iso(13 * hour), reason });
    const notices = await told(anna);
    expect(notices).toMatchObject([{ kind: 'closure-planned', subject: { kind: 'booking', id: bookingId } }]);
    expect(notices[0]!.text.pl).toContain(reason.pl);
    const [row] = await workshop.database.query(`select state from booking where id = $1`, [bookingId]);
    expect(row).toEqual({ state: 'confirmed' });
  });

  it.each([
    ['inverted', 2 * hour, hour],
    ['of no length', hour, hour],
  ])('are not %s', async (_name, from, to) => {
    const answer = await asStaff('POST', '', { from: iso(from), to: iso(to), reason });
    expect([answer.status, answer.body.fields?.[0]?.field]).toEqual([422, 'to']);
  });

  it('are not made by members', async () => {
    const body = { from: iso(hour), to: iso(2 * hour), reason };
    expect((await workshop.call('POST', '/api/v1/closures', { as: anna, body })).status).toBe(403);
  });

  it('two made at once do not wait for each other for ever', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, async (_, i) =>
        asStaff('POST', '', { from: iso((50 + i) * hour), to: iso((51 + i) * hour), reason }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  });
});

describe('holidays', () => {
  it('are whole local days, and say which of them are closed already', async () => {
    await asStaff('POST', '', { from: '2027-03-28T00:00:00+01:00', to: '2027-03-29T12:00:00+02:00', reason });
    const { body } = await asStaff('GET', '/holidays?year=2027');
    expect(body.year).toBe(2027);
    expect(body.items).toHaveLength(14);
    const on = (day: string) => body.items.find((one: { day: string }) => one.day === day);
    // Easter Sunday of 2027 has 23 hours.
    expect(on('2027-03-28')).toMatchObject({ from: '2027-03-27T23:00:00.000Z', to: '2027-03-28T22:00:00.000Z' });
    expect(on('2027-03-28').closureId).toMatch(/^[0-9a-f-]{36}$/);
    // Only its morning is closed.
    expect(on('2027-03-29')).toMatchObject({ name: { pl: 'Poniedziałek Wielkanocny' }, closureId: null });
  });

  it.each(['', '?year=1999', '?year=2200', '?year=now'])('are not found for %s', async (query) => {
    const answer = await asStaff('GET', `/holidays${query}`);
    expect([answer.status, answer.body.fields?.[0]?.field]).toEqual([422, 'year']);
  });

  it('are for staff', async () => {
    expect((await workshop.call('GET', '/api/v1/closures/holidays?year=2027', { as: anna })).status).toBe(403);
  });
});

describe('an ICS file', () => {
  const stamp = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const event = (uid: string, from: number, to: number, summary = ''): string[] => [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTART:${stamp(from)}`,
    `DTEND:${stamp(to)}`,
    ...(summary === '' ? [] : [`SUMMARY:${summary}`]),
    'END:VEVENT',
  ];
  const file = (...lines: readonly string[]): string =>
    ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Brama//Test//PL', ...lines, 'END:VCALENDAR', ''].join('\r\n');
  const day = 24 * hour;
  const take = async (ics: string, dryRun = false): Promise<Answer> =>
    await asStaff('POST', '/import', { ics, ...(dryRun ? { dryRun } : {}) });
  const outcomes = ({ body }: Answer): string[] => body.items.map(({ outcome }: { outcome: string }) => outcome);
  const closures = async (): Promise<number> => (await workshop.database.query(`select from closure`)).length;

  it('is told in a dry run and made once, in both of which nothing else happens', async () => {
    const [from, to] = [begin + 200 * day, begin + 201 * day];
    const ics = file(
      ...event('new', from, to, 'Przerwa\\, letnia'),
      ...event('twice', from, to),
      ...event('unnamed', to + day, to + 2 * day),
      ...event('backwards', to, from),
    );
    const machineId = await addMachine(workshop.database);
    const [before, count] = [await version(machineId), await closures()];
    const dry = await take(ics, true);
    expect(dry.status).toBe(200);
    expect([dry.body.made, outcomes(dry)]).toEqual([0, ['possible', 'there-already', 'possible']]);
    expect([await version(machineId), await closures()]).toEqual([before, count]);

    const made = await take(ics);
    expect([made.body.made, outcomes(made)]).toEqual([2, ['made', 'there-already', 'made']]);
    expect(made.body.items[0].reason).toEqual({ pl: 'Przerwa, letnia', en: 'Przerwa, letnia' });
    expect(made.body.items[2].reason).toEqual({ pl: 'Zamknięte', en: 'Closed' });
    expect([await version(machineId), await closures()]).toEqual([before + 1, count + 2]);
    expect(made.body.faults).toEqual([
      { line: 20, text: { pl: expect.stringContaining('wydarzenia'), en: expect.stringContaining('event') } },
    ]);
    expect(outcomes(await take(ics))).toEqual(['there-already', 'there-already', 'there-already']);
    const { body } = await workshop.call('GET', '/api/v1/audit?limit=1', { as: admin });
    expect(body.items[0]).toMatchObject({ action: 'closures-imported' });
    expect(body.items[0].detail.made).toHaveLength(2);
  });

  it('tells of each booking once, however many of its closures cross it', async () => {
    const ola = await workshop.person('member');
    const from = begin + 250 * day;
    const booking = { machineId: await addMachine(workshop.database), memberId: ola.id, from, to: from + 3 * hour };
    const bookingId = await addBooking(workshop.database, booking);
    const ics = file(
      ...event('first', from, from + hour, 'Malowanie'),
      ...event('second', from + hour, from + 2 * hour, 'Sprzątanie'),
      ...event('far', from + day, from + 2 * day),
    );
    expect((await take(ics)).body.made).toBe(3);
    const notices = await told(ola);
    expect(notices).toMatchObject([{ kind: 'closure-planned', subject: { kind: 'booking', id: bookingId } }]);
    expect(notices[0]!.text.pl).toContain('Malowanie');
  });

  it('does not close what is over', async () => {
    const answer = await take(file(...event('past', begin - hour, begin)));
    expect([answer.body.made, outcomes(answer)]).toEqual([0, ['over']]);
  });

  it('closes no more than 200 times at once', async () => {
    const many = Array.from({ length: 201 }, (_, i) =>
      event(`e${i}`, begin + (300 + i) * day, begin + (301 + i) * day),
    );
    const answer = await take(file(...many.flat()), true);
    expect(answer.body.items).toHaveLength(200);
    expect(answer.body.faults).toHaveLength(1);
    expect(answer.body.faults[0].text.pl).toContain('za dużo');
  });

  it('that is none says so, and in which line', async () => {
    const answer = await take('<html>');
    expect([answer.status, answer.body.made, answer.body.items]).toEqual([200, 0, []]);
    expect(answer.body.faults).toMatchObject([{ line: 1, text: { en: 'This is not a calendar file (iCalendar).' } }]);
  });

  it('may be large, as no other body may', async () => {
    const large = file(
      ...event('one', begin + 900 * hour, begin + 901 * hour, 'x'.repeat(60)),
      `X-FILL:${'y'.repeat(900_000)}`,
    );
    expect((await take(large, true)).body.items).toHaveLength(1);
    expect((await take('z'.repeat(1_000_001))).status).toBe(422);
    expect((await take('z'.repeat(2_000_000))).status).toBe(413);
    expect((await asStaff('POST', '', { reason: 'z'.repeat(100_000) })).status).toBe(413);
  });

  it('keeps half a character out of the database', async () => {
    const answer = await take(file(...event('half', begin + 2000 * hour, begin + 2001 * hour, 'Pół \ud83d znaku')));
    expect([answer.status, outcomes(answer)]).toEqual([200, ['made']]);
  });
});
