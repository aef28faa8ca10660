import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addBooking, addClosure, addGate, addMachine } from '../support/builders.js';
import { type CalendarWorkshop, startCalendarWorkshop } from '../support/calendar-workshop.js';
import type { Answer, Person } from '../support/http-workshop.js';
import { readCalendar, type ReadEvent } from '../support/read-calendar.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.parse('2027-03-01T12:00:00Z');
const at = (iso: string): number => Date.parse(iso);
const iso = (ms: number): string => new Date(ms).toISOString();
const lathe = { pl: 'Tokarka', en: 'Lathe' };

let workshop: CalendarWorkshop;
let staff: Person;
beforeAll(async () => {
  workshop = await startCalendarWorkshop();
  staff = await workshop.person('staff');
});
afterAll(async () => await workshop.stop());

const read = async (path: string): Promise<Answer> => await workshop.call('GET', path);
const setLanguage = async (as: Person, language: 'pl' | 'en'): Promise<unknown> =>
  await workshop.database.query('update member set language = $2 where id = $1', [as.id, language]);
const eventsOf = async (path: string): Promise<ReadEvent[]> => {
  const { status, text } = await read(path);
  expect(status).toBe(200);
  return readCalendar(text).events;
};

describe('the calendar of a member', () => {
  it.each([
    ['pl', 'Pracownia: moje rezerwacje', 'Tokarka', 'Potwierdzona.\nPrzyłóż kartę przy maszynie do 04:10.'],
    ['en', 'Workshop: my bookings', 'Lathe', 'Confirmed.\nTap your card at the machine by 04:10.'],
  ] as const)(
    'in %s: the days on which clocks change, read by another program',
    async (language, name, summary, said) => {
      const anna = await workshop.person('member');
      await setLanguage(anna, language);
      const machineId = await addMachine(workshop.database, { name: lathe });
      await addGate(workshop.database, { machineId });
      const times = [
        // 01:30 to 04:00, an hour less; then 04:00 on.
        ['2027-03-28T00:30:00.000Z', '2027-03-28T02:00:00.000Z'],
        ['2027-03-28T02:00:00.000Z', '2027-03-28T03:00:00.000Z'],
        // 02:30 the first time to 02:30 the second time.
        ['2027-10-31T00:30:00.000Z', '2027-10-31T01:30:00.000Z'],
        ['2027-10-31T01:30:00.000Z', '2027-10-31T23:30:00.000Z'],
      ] as const;
      for (const [from, to] of times) {
        await addBooking(workshop.database, { machineId, memberId: anna.id, from: at(from), to: at(to) });
      }
      const { text } = await read((await workshop.makeLink(anna)).path);
      const calendar = readCalendar(text);
      expect(calendar.name).toBe(name);
      expect(calendar.events.map(({ from, to }) => [from, to])).toEqual(times);
      expect(calendar.events[1]).toMatchObject({
        summary,
        description: said,
        status: 'CONFIRMED',
        url: 'https://brama.example/bookings',
      });
    },
  );

  it('keeps the UID of a booking that is moved and cancelled, and counts its changes', async () => {
    const anna = await workshop.person('member');
    const [machineId, other] = [
      await addMachine(workshop.database),
      await addMachine(workshop.database, { name: lathe }),
    ];
    const { path } = await workshop.makeLink(anna);
    const body = { machineId, from: iso(start + day), to: iso(start + day + hour) };
    const booked = await workshop.call('POST', '/api/v1/bookings', { as: anna, body });
    const { id } = booked.body;
    const [first] = await eventsOf(path);
    expect(first).toMatchObject({ uid: `${id}@brama.example`, sequence: 1, status: 'CONFIRMED', from: body.from });

    const change = { machineId: other, from: iso(start + 2 * day), to: iso(start + 2 * day + hour) };
    const headers = { 'if-match': String(booked.headers['etag']) };
    expect((await workshop.call('PATCH', `/api/v1/bookings/${id}`, { as: anna, body: change, headers })).status).toBe(
      200,
    );
    const [moved, ...rest] = await eventsOf(path);
    expect(rest).toEqual([]);
    expect(moved).toMatchObject({ uid: first?.uid, sequence: 2, from: change.from, summary: 'Tokarka' });

    expect((await workshop.call('DELETE', `/api/v1/bookings/${id}`, { as: anna })).status).toBe(204);
    const [cancelled] = await eventsOf(path);
    expect(cancelled).toMatchObject({ uid: first?.uid, sequence: 3, status: 'CANCELLED', description: 'Odwołana.' });
  });

  it('has holds as tentative until they run out, and what is over for 30 days', async () => {
    const anna = await workshop.person('member');
    const machineId = await addMachine(workshop.database);
    const now = workshop.clock.wallMs();
    const add = async (from: number, row: object = {}) =>
      await addBooking(workshop.database, { machineId, memberId: anna.id, from, ...row });
    const end = async (id: string, endedAt: number, reason: string) =>
      await workshop.database.query(`update booking set ended_at = $2, end_reason = $3 where id = $1`, [
        id,
        new Date(endedAt),
        reason,
      ]);
    await add(now - 31 * day);
    const past = await add(now - 29 * day, { state: 'done' });
    const missed = await add(now - 2 * day, { state: 'released' });
    await end(missed, now - 2 * day + 10 * minute, 'no-show');
    const held = await add(now + day, { state: 'held', expiresAt: now + hour });
    await workshop.database.query(`update booking set held_for = 'approval' where id = $1`, [held]);
    const longGone = await add(now + 2 * day, { state: 'cancelled' });
    await end(longGone, now - 31 * day, 'cancelled');
    const far = await add(now + 900 * day);
    const { path } = await workshop.makeLink(anna);
    const shown = async () =>
      (await eventsOf(path)).map(({ uid, status, description }) => [uid.split('@')[0], status, description]);
    const others = [
      [past, 'CONFIRMED', 'Zakończona.'],
      [missed, 'CANCELLED', 'Przepadła: nie przyłożono karty na czas.'],
    ];
    expect(await shown()).toEqual([
      ...others,
      [
        held,
        'TENTATIVE',
        expect.stringMatching(/^Czeka na zatwierdzenie\. Bez odpowiedzi przepadnie: 1 marca, 14:\d\d\.$/),
      ],
      [far, 'CONFIRMED', 'Potwierdzona.'],
    ]);
    workshop.clock.forward(hour);
    expect((await shown())[2]).toEqual([held, 'CANCELLED', 'Niezatwierdzona.']);
  });

  it('names the machines that were booked along, and shows them no second time', async () => {
    const anna = await workshop.person('member');
    const [saw, fan, other] = [
      await addMachine(workshop.database, { name: { pl: 'Piła', en: 'Saw' } }),
      await addMachine(workshop.database, { name: { pl: 'Odciąg', en: 'Extractor' } }),
      await addMachine(workshop.database, { name: lathe }),
    ];
    await workshop.database.query('insert into machine_need (machine_id, needs_id) values ($1, $2)', [saw, fan]);
    const { path } = await workshop.makeLink(anna);
    const body = { machineId: saw, from: iso(start + 3 * day), to: iso(start + 3 * day + hour) };
    const booked = await workshop.call('POST', '/api/v1/bookings', { as: anna, body });
    expect(booked.status).toBe(201);
    const shown = async () => (await eventsOf(path)).map(({ summary, description }) => [summary, description]);
    expect(await shown()).toEqual([['Piła', 'Potwierdzona.\nRazem z: Odciąg.']]);
    const headers = { 'if-match': String(booked.headers['etag']) };
    const change = { as: anna, body: { machineId: other }, headers };
    expect((await workshop.call('PATCH', `/api/v1/bookings/${booked.body.id}`, change)).status).toBe(200);
    expect(await shown()).toEqual([['Tokarka', 'Potwierdzona.']]);
  });

  it('ends somewhere, and has what is nearest', async () => {
    const anna = await workshop.person('member');
    const machineId = await addMachine(workshop.database);
    await addGate(workshop.database, { machineId });
    await workshop.database.query(
      `insert into booking (id, machine_id, member_id, during, state)
       select gen_random_uuid(), $1, $2, tstzrange($3::timestamptz + n * interval '1 hour', $3::timestamptz + (n + 1) * interval '1 hour'), 'confirmed'
       from generate_series(1, 5100) n`,
      [machineId, anna.id, new Date(start + day)],
    );
    for (const { path } of [await workshop.makeLink(anna), await workshop.makeLink(anna, machineId)]) {
      const { status, text } = await read(path);
      expect(status).toBe(200);
      expect(text.match(/^BEGIN:VEVENT/gm)?.length).toBe(4500);
      expect(text).toMatch(/^DTSTART;TZID=Europe\/Warsaw:20270302T150000\r$/m);
    }
  });
});

describe('the calendar of a machine', () => {
  const summaries = async (as: Person, machineId: string): Promise<string[]> =>
    (await eventsOf((await workshop.makeLink(as, machineId)).path)).map(({ summary }) => summary);

  it('shows who has it to those who may know', async () => {
    const [anna, piotr, hidden, instructor] = [
      await workshop.person('member'),
      await workshop.person('member'),
      await workshop.person('member'),
      await workshop.person('instructor'),
    ];
    await workshop.database.query(
      `update member set name = case id when $1 then 'Anna' when $2 then 'Piotr' else 'Ewa' end, hides_name = id = $3
       where id in ($1, $2, $3)`,
      [anna.id, piotr.id, hidden.id],
    );
    const machineId = await addMachine(workshop.database, { name: lathe });
    for (const [index, { id: memberId }] of [anna, piotr, hidden].entries()) {
      await addBooking(workshop.database, { machineId, memberId, from: start + day + index * hour });
    }
    const setNames = async (bookingNames: 'staff' | 'members') =>
      await workshop.database.query('update workshop set booking_names = $1', [bookingNames]);
    await setNames('staff');
    expect(await summaries(anna, machineId)).toEqual(['Anna', 'Zajęte', 'Zajęte']);
    expect(await summaries(staff, machineId)).toEqual(['Anna', 'Piotr', 'Ewa']);
    expect(await summaries(instructor, machineId)).toEqual(['Anna', 'Piotr', 'Ewa']);
    await setNames('members');
    expect(await summaries(anna, machineId)).toEqual(['Anna', 'Piotr', 'Zajęte']);
    expect(await summaries(hidden, machineId)).toEqual(['Anna', 'Piotr', 'Ewa']);
    await setLanguage(anna, 'en');
    expect(await summaries(anna, machineId)).toEqual(['Anna', 'Piotr', 'Taken']);
    await setNames('staff');
  });

  it('tells nothing about others but when', async () => {
    const [anna, piotr] = [await workshop.person('member'), await workshop.person('member')];
    const machineId = await addMachine(workshop.database);
    const id = await addBooking(workshop.database, { machineId, memberId: piotr.id, from: start + day });
    await workshop.database.query(`update booking set note = 'Tajny projekt' where id = $1`, [id]);
    await addBooking(workshop.database, { machineId, memberId: piotr.id, from: start + 2 * day, state: 'cancelled' });
    const { text } = await read((await workshop.makeLink(anna, machineId)).path);
    expect(text).not.toMatch(/Próbna|Tajny|DESCRIPTION/);
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
  });

  it('has closures, and its outages, in the language of the link’s member', async () => {
    const anna = await workshop.person('member');
    const [machineId, other] = [
      await addMachine(workshop.database, { name: lathe }),
      await addMachine(workshop.database),
    ];
    const easter = { pl: 'Wielkanoc', en: 'Easter' };
    const closure = await addClosure(workshop.database, at('2027-03-27T23:00:00Z'), at('2027-03-29T22:00:00Z'), easter);
    const plan = async (id: string, from: number) => {
      const body = { from: iso(from), to: iso(from + hour), reason: { pl: 'Nowy pasek', en: 'New belt' } };
      return (await workshop.call('POST', `/api/v1/machines/${id}/outages`, { as: staff, body })).body.id;
    };
    const outage = await plan(machineId, start + 40 * day);
    await plan(other, start + 41 * day);
    const { path } = await workshop.makeLink(anna, machineId);
    const shown = async () =>
      (await eventsOf(path)).map(({ uid, summary, from, to }) => [uid.split('@')[0], summary, from, to]);
    expect(await shown()).toEqual([
      [closure, 'Zamknięte: Wielkanoc', '2027-03-27T23:00:00.000Z', '2027-03-29T22:00:00.000Z'],
      [outage, 'Maszyna nieczynna: Nowy pasek', iso(start + 40 * day), iso(start + 40 * day + hour)],
    ]);
    await setLanguage(anna, 'en');
    expect((await shown()).map(([, summary]) => summary)).toEqual(['Closed: Easter', 'Out of order: New belt']);
  });
});
