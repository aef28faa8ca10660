import ICAL from 'ical.js';
import { Client } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BookingModule } from '../../src/modules/booking/index.js';
import { CalendarsModule } from '../../src/modules/calendars/index.js';
import { machineEntities } from '../../src/modules/machines/index.js';
import { PlanningModule } from '../../src/modules/planning/index.js';
import { WorkshopModule } from '../../src/modules/workshop/index.js';
import { addBooking, addClosure, addGate, addMachine } from '../support/builders.js';
import { type Answer, type HttpWorkshop, type Person, startHttpWorkshop } from '../support/http-workshop.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const at = (iso: string): number => Date.parse(iso);
const iso = (ms: number): string => new Date(ms).toISOString();
const start = at('2027-03-01T12:00:00Z');
const lathe = { pl: 'Tokarka', en: 'Lathe' };

let workshop: HttpWorkshop;
let staff: Person;
let logged = '';
beforeAll(async () => {
  const log = pino({ level: 'trace' }, { write: (line: string) => void (logged += line) });
  const modules = [BookingModule, PlanningModule, WorkshopModule, CalendarsModule];
  const env = { BRAMA_PUBLIC_URL: 'https://brama.example', BRAMA_TRUSTED_PROXY: '127.0.0.1' };
  workshop = await startHttpWorkshop({ modules, entities: machineEntities, log, env });
  workshop.clock.forward(start - workshop.clock.wallMs());
  staff = await workshop.person('staff');
});
afterAll(async () => await workshop.stop());

const make = async (as: Person, machineId: string | null = null): Promise<{ id: string; path: string }> => {
  const { status, body } = await workshop.call('POST', '/api/v1/calendar-feeds', { as, body: { machineId } });
  expect(status).toBe(201);
  return { id: body.id, path: new URL(body.url).pathname };
};
const read = async (path: string, headers = {}): Promise<Answer> => await workshop.call('GET', path, { headers });
const revoke = async (as: Person, id: string): Promise<number> =>
  (await workshop.call('DELETE', `/api/v1/calendar-feeds/${id}`, { as })).status;
const setLanguage = async (as: Person, language: 'pl' | 'en'): Promise<unknown> =>
  await workshop.database.query('update member set language = $2 where id = $1', [as.id, language]);

interface ReadEvent {
  readonly uid: string;
  readonly sequence: number;
  readonly from: string;
  readonly to: string;
  readonly summary: string;
  readonly description: string | null;
  readonly status: string;
  readonly url: string | null;
}

/** By another program, with nothing but the zone that the file defines. */
function parsed(file: string): { readonly name: string; readonly events: ReadEvent[] } {
  const calendar = new ICAL.Component(ICAL.parse(file) as unknown[]);
  const zones = calendar.getAllSubcomponents('vtimezone').map((zone) => new ICAL.Timezone(zone));
  const moment = (event: ICAL.Component, name: string): string => {
    const time = event.getFirstPropertyValue(name) as ICAL.Time;
    const tzid = event.getFirstProperty(name)?.getFirstParameter('tzid');
    const offsetS = tzid === undefined ? 0 : zones.find((zone) => zone.tzid === tzid)!.utcOffset(time);
    return iso(Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second) - offsetS * 1000);
  };
  const text = (event: ICAL.Component, name: string): string | null =>
    (event.getFirstPropertyValue(name) as string | null)?.replaceAll('\u00a0', ' ') ?? null;
  return {
    name: text(calendar, 'name')!,
    events: calendar.getAllSubcomponents('vevent').map((event) => ({
      uid: text(event, 'uid')!,
      sequence: Number(event.getFirstPropertyValue('sequence')),
      from: moment(event, 'dtstart'),
      to: moment(event, 'dtend'),
      summary: text(event, 'summary')!,
      description: text(event, 'description'),
      status: text(event, 'status')!,
      url: text(event, 'url'),
    })),
  };
}
const eventsOf = async (path: string): Promise<ReadEvent[]> => {
  const { status, text } = await read(path);
  expect(status).toBe(200);
  return parsed(text).events;
};

describe('a link', () => {
  it('is told once, and only its digest is kept', async () => {
    const anna = await workshop.person('member');
    const { body } = await workshop.call('POST', '/api/v1/calendar-feeds', { as: anna, body: {} });
    expect(body).toMatchObject({ machineId: null, revokedAt: null });
    expect(body.url).toMatch(/^https:\/\/brama\.example\/api\/v1\/calendars\/[\w-]{43}\.ics$/);
    const list = await workshop.call('GET', '/api/v1/calendar-feeds', { as: anna });
    const { url, ...listed } = body;
    expect(list.body.items).toEqual([listed]);
    const token = /([\w-]{43})\.ics/.exec(url)![1]!;
    const rows = await workshop.database.query(
      `select f::text as row, encode(f.token_digest, 'escape') from calendar_feed f`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('is of a machine that there is', async () => {
    const anna = await workshop.person('member');
    const body = { machineId: '0190a000-0000-7000-8000-000000000000' };
    const answer = await workshop.call('POST', '/api/v1/calendar-feeds', { as: anna, body });
    expect([answer.status, answer.body.fields[0].field]).toEqual([422, 'machineId']);
  });

  it('is one of at most 20 that live, also of those made at the same time', async () => {
    const anna = await workshop.person('member');
    const made = await Promise.all(
      Array.from(
        { length: 23 },
        async () => await workshop.call('POST', '/api/v1/calendar-feeds', { as: anna, body: {} }),
      ),
    );
    const refused = made.filter(({ status }) => status === 409);
    expect([made.length - refused.length, refused.length]).toEqual([20, 3]);
    expect(refused[0]?.body).toMatchObject({ code: 'too-many-feeds', params: { max: 20 } });
    expect(refused[0]?.body.text.pl.replaceAll('\u00a0', ' ')).toContain('20 odnośników do kalendarza');
    expect(await revoke(anna, made.find(({ status }) => status === 201)!.body.id)).toBe(204);
    await make(anna);
  });

  it('is revoked by its member, or by staff, and nobody else', async () => {
    const [anna, piotr] = [await workshop.person('member'), await workshop.person('instructor')];
    const [first, second] = [await make(anna), await make(anna)];
    expect(await revoke(piotr, first.id)).toBe(404);
    expect((await read(first.path)).status).toBe(200);
    expect(await revoke(anna, first.id)).toBe(204);
    expect(await revoke(anna, first.id)).toBe(404);
    const gone = await read(first.path);
    expect([gone.status, gone.body.code]).toEqual([410, 'feed-revoked']);
    expect(await revoke(staff, second.id)).toBe(204);
    expect((await read(second.path)).status).toBe(410);
    const { items } = (await workshop.call('GET', '/api/v1/calendar-feeds', { as: anna })).body;
    expect(items.map(({ revokedAt }: { revokedAt: string | null }) => revokedAt === null)).toEqual([false, false]);
    expect((await workshop.call('GET', '/api/v1/calendar-feeds', { as: staff })).body.items).toEqual([]);
  });

  it('shows nothing while its member is suspended, and when the member is no more', async () => {
    const anna = await workshop.person('member');
    const { path } = await make(anna);
    const suspend = async (since: Date | null) =>
      await workshop.database.query('update member set suspended_at = $2 where id = $1', [anna.id, since]);
    await suspend(new Date(start));
    expect((await read(path)).status).toBe(404);
    await suspend(null);
    expect((await read(path)).status).toBe(200);
    await workshop.database.query('delete from sign_in where member_id = $1', [anna.id]);
    await workshop.database.query('delete from member where id = $1', [anna.id]);
    expect((await read(path)).status).toBe(404);
  });

  it.each(['a', 'x'.repeat(43), 'x'.repeat(300), '%00', '..'])('that nobody made, %s, shows nothing', async (token) => {
    expect((await read(`/api/v1/calendars/${token}.ics`)).status).toBe(404);
  });

  it('is read without a sign-in, kept by nobody else, and not sent again while nothing has changed', async () => {
    const anna = await workshop.person('member');
    const machineId = await addMachine(workshop.database, { name: lathe });
    const bookingId = await addBooking(workshop.database, { machineId, memberId: anna.id, from: start + day });
    const { path } = await make(anna);
    const first = await read(path);
    expect(first.headers).toMatchObject({
      'content-type': 'text/calendar; charset=utf-8',
      'cache-control': 'private, no-cache',
      'referrer-policy': 'no-referrer',
    });
    const etag = String(first.headers['etag']);
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    workshop.clock.forward(minute);
    for (const seen of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await read(path, { 'if-none-match': seen });
      expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', etag]);
    }
    expect((await read(path, { 'if-none-match': '"other"' })).status).toBe(200);
    expect((await workshop.call('DELETE', `/api/v1/bookings/${bookingId}`, { as: anna })).status).toBe(204);
    expect((await read(path, { 'if-none-match': etag })).status).toBe(200);
  });

  it('is read so many times a minute from one address, and goes on to be from others', async () => {
    const { path } = await make(await workshop.person('member'));
    const from = async (address: string): Promise<Answer> => await read(path, { 'x-forwarded-for': address });
    const household = ['2001:db8::1', '2001:db8:0:0:5::7'];
    const first = await Promise.all(Array.from({ length: 120 }, async (_, n) => await from(household[n % 2]!)));
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([200]));
    const refused = await from('2001:db8::2');
    expect([refused.status, refused.body.code]).toEqual([429, 'too-many-requests']);
    expect((await from('192.0.2.1')).status).toBe(200);
  });
});

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
      const { text } = await read((await make(anna)).path);
      const calendar = parsed(text);
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
    const { path } = await make(anna);
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
    const { path } = await make(anna);
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
    const { path } = await make(anna);
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
    for (const { path } of [await make(anna), await make(anna, machineId)]) {
      const { status, text } = await read(path);
      expect(status).toBe(200);
      expect(text.match(/^BEGIN:VEVENT/gm)?.length).toBe(4500);
      expect(text).toMatch(/^DTSTART;TZID=Europe\/Warsaw:20270302T150000\r$/m);
    }
  });
});

describe('the calendar of a machine', () => {
  const summaries = async (as: Person, machineId: string): Promise<string[]> =>
    (await eventsOf((await make(as, machineId)).path)).map(({ summary }) => summary);

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
    const { text } = await read((await make(anna, machineId)).path);
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
    const { path } = await make(anna, machineId);
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

it('the key in the address is in no log and in no error, whatever goes wrong', async () => {
  const written = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'));
  const anna = await workshop.person('member');
  const [live, dead] = [await make(anna), await make(anna)];
  await revoke(anna, dead.id);
  const owner = new Client(workshop.ownerUrl);
  await owner.connect();
  const answers = [await read(live.path), await read(dead.path), await read(`${dead.path}/%zz`)];
  await owner.query('alter table calendar_feed rename to calendar_feed_away');
  answers.push(await read(live.path));
  await owner.query('alter table calendar_feed_away rename to calendar_feed');
  await owner.end();
  const often = Array.from({ length: 121 }, async () => await read(live.path, { 'x-forwarded-for': '192.0.2.7' }));
  answers.push(...(await Promise.all(often)).filter(({ status }) => status !== 200));
  answers.push(await workshop.call('POST', live.path, { as: anna, body: {} }));
  expect(answers.map(({ status }) => status)).toEqual([200, 410, 400, 500, 429, 405]);
  expect(logged).toContain('request failed');
  const said = [
    logged,
    ...answers.map(({ text, headers }) => text + JSON.stringify(headers)),
    ...written.flatMap(({ mock }) => mock.calls.map(([chunk]) => String(chunk))),
  ].join('\n');
  for (const { path } of [live, dead]) expect(said).not.toContain(/([\w-]{43})\.ics/.exec(path)![1]!);
  vi.restoreAllMocks();
});
