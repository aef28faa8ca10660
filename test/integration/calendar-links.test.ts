import { Client } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addBooking, addMachine } from '../support/builders.js';
import { type CalendarWorkshop, startCalendarWorkshop } from '../support/calendar-workshop.js';
import type { Answer, Person } from '../support/http-workshop.js';

const minute = 60_000;
const day = 24 * 60 * minute;
const start = Date.parse('2027-03-01T12:00:00Z');

let workshop: CalendarWorkshop;
let staff: Person;
let logged = '';
beforeAll(async () => {
  workshop = await startCalendarWorkshop(pino({ level: 'trace' }, { write: (line: string) => void (logged += line) }));
  staff = await workshop.person('staff');
});
afterAll(async () => await workshop.stop());

const read = async (path: string, headers = {}): Promise<Answer> => await workshop.call('GET', path, { headers });
const revoke = async (as: Person, id: string): Promise<number> =>
  (await workshop.call('DELETE', `/api/v1/calendar-feeds/${id}`, { as })).status;

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
    await workshop.makeLink(anna);
  });

  it('is revoked by its member, or by staff, and nobody else', async () => {
    const [anna, piotr] = [await workshop.person('member'), await workshop.person('instructor')];
    const [first, second] = [await workshop.makeLink(anna), await workshop.makeLink(anna)];
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
    const { path } = await workshop.makeLink(anna);
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
    const machineId = await addMachine(workshop.database);
    const bookingId = await addBooking(workshop.database, { machineId, memberId: anna.id, from: start + day });
    const { path } = await workshop.makeLink(anna);
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
    const { path } = await workshop.makeLink(await workshop.person('member'));
    const from = async (address: string): Promise<Answer> => await read(path, { 'x-forwarded-for': address });
    const household = ['2001:db8::1', '2001:db8:0:0:5::7'];
    const first = await Promise.all(Array.from({ length: 120 }, async (_, n) => await from(household[n % 2]!)));
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([200]));
    const refused = await from('2001:db8::2');
    expect([refused.status, refused.body.code]).toEqual([429, 'too-many-requests']);
    expect((await from('192.0.2.1')).status).toBe(200);
  });
});

it('the key in the address is in no log and in no error, whatever goes wrong', async () => {
  const written = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write'));
  const anna = await workshop.person('member');
  const [live, dead] = [await workshop.makeLink(anna), await workshop.makeLink(anna)];
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
