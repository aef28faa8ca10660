import type { Answer, HttpWorkshop, Person } from './http-workshop.js';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const iso = (ms: number): string => new Date(ms).toISOString();

/** Calls about bookings, as a browser makes them. */
export class BookingCalls {
  /** Noon (UTC) in two days: offers before and after are free. */
  readonly noon: number;

  constructor(readonly workshop: HttpWorkshop) {
    this.noon = Math.floor(workshop.clock.wallMs() / day) * day + 2 * day + 12 * hour;
  }

  async call(as: Person, method: string, path: string, body?: unknown, ifMatch?: string): Promise<Answer> {
    // So that a member's thirty writes a minute are enough.
    if (method !== 'GET') this.workshop.clock.forward(2_000);
    return await this.workshop.call(method, `/api/v1${path}`, {
      as,
      ...(body !== undefined && { body }),
      ...(ifMatch !== undefined && { headers: { 'if-match': ifMatch } }),
    });
  }

  async book(as: Person, machineId: string, change: Record<string, unknown> = {}): Promise<Answer> {
    const times = { from: iso(this.noon), to: iso(this.noon + hour) };
    return await this.call(as, 'POST', '/bookings', { machineId, ...times, ...change });
  }

  /** Fails on anything but a booking that is made. */
  async booked(as: Person, machineId: string, change: Record<string, unknown> = {}): Promise<Answer['body']> {
    const { status, body, text } = await this.book(as, machineId, change);
    if (status !== 201) throw new Error(`booking answered ${status}: ${text}`);
    return body;
  }

  async change(as: Person, booking: { id: string; version: number }, change: object): Promise<Answer> {
    return await this.call(as, 'PATCH', `/bookings/${booking.id}`, change, `"${booking.version}"`);
  }

  async post(as: Person, id: string, what: string, body?: object): Promise<Answer> {
    return await this.call(as, 'POST', `/bookings/${id}/${what}`, body);
  }

  /** What the workshop, or one machine, says about a rule. */
  async setting(rule: string, settings: object, machineId: string | null = null): Promise<void> {
    await this.workshop.database.query(
      `insert into booking_setting (id, rule, machine_id, settings, changed_at)
       values (gen_random_uuid(), $1, $2, $3, to_timestamp(0))
       on conflict on constraint booking_setting_once do update set settings = excluded.settings`,
      [rule, machineId, JSON.stringify(settings)],
    );
  }

  /** Every booking there is, for telling that nothing changed. */
  async rows(): Promise<unknown[]> {
    return await this.workshop.database.query(
      `select id, machine_id, member_id, during::text, state, version from booking order by id`,
    );
  }

  async row(id: string): Promise<Record<string, unknown>> {
    const [row] = await this.workshop.database.query(`select * from booking where id = $1`, [id]);
    return row!;
  }
}

/** Of a 422: the fields at fault, or the codes of the refusals. */
export const faults = ({ body }: Answer): string[] => (body.fields ?? []).map(({ field }: { field: string }) => field);
export const codes = ({ body }: Answer): string[] => (body.refusals ?? []).map(({ code }: { code: string }) => code);
