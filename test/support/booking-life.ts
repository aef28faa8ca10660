import { AccessModule, AccessService } from '../../src/modules/access/index.js';
import { BookingLifeModule, Sweeper } from '../../src/modules/booking-life/index.js';
import { machineEntities } from '../../src/modules/machines/index.js';
import { addMachine, type MachineRow } from './builders.js';
import { type HttpWorkshop, type Person, startHttpWorkshop } from './http-workshop.js';
import { cardOf, TappedGate } from './tapped-gate.js';

export const minute = 60_000;
export const hour = 60 * minute;
/** Often enough for nobody to have missed anything. */
const stepMs = 20_000;

/** Bookings as they live: a clock that is moved, gates that are tapped, and sweeps when they are due. */
export class LivingWorkshop {
  private gates: TappedGate[] = [];

  private constructor(readonly http: HttpWorkshop) {}

  static async open(): Promise<LivingWorkshop> {
    return new LivingWorkshop(
      await startHttpWorkshop({ modules: [BookingLifeModule, AccessModule], entities: machineEntities }),
    );
  }

  get db() {
    return this.http.database;
  }

  now(): number {
    return Math.floor(this.http.clock.wallMs());
  }

  async sweep(): Promise<void> {
    await this.http.app.get(Sweeper).sweep();
  }

  /** Time passes: gates that are not lost are heard, and sweeps are done. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      this.http.clock.forward(Math.min(left, stepMs));
      await this.hear();
      await this.sweep();
    }
  }

  /** No service runs meanwhile. */
  async sleep(ms: number): Promise<void> {
    this.http.clock.forward(ms);
    await this.hear();
  }

  private async hear(): Promise<void> {
    const ids = this.gates.filter(({ silent }) => !silent).map(({ gateId }) => gateId);
    await this.db.query(`update gate_state set online = true, contact_at = $2 where gate_id = any ($1::uuid[])`, [
      ids,
      new Date(this.now()),
    ]);
  }

  async gate(row: MachineRow = {}): Promise<TappedGate> {
    const { database, clock, app } = this.http;
    const machineId = await addMachine(database, row);
    const gate = await TappedGate.at(machineId, { database, clock, access: app.get(AccessService) });
    this.gates.push(gate);
    return gate;
  }

  /** Those of earlier tests fall silent. */
  forgetGates(): void {
    this.gates = [];
  }

  async member(): Promise<Person & { readonly card: Buffer }> {
    const person = await this.http.person('member');
    return { ...person, card: await cardOf(this.db, person.id) };
  }

  async setting(rule: string, settings: object, machineId?: string): Promise<void> {
    await this.db.query(
      `insert into booking_setting (id, rule, machine_id, settings, changed_at) values (gen_random_uuid(), $1, $2, $3, $4)
       on conflict on constraint booking_setting_once do update set settings = excluded.settings`,
      [rule, machineId ?? null, JSON.stringify(settings), new Date(this.now())],
    );
  }

  async booking(
    id: string,
  ): Promise<{ state: string; end_reason: string | null; from: number; to: number; planned_to: Date | null }> {
    const [row] = await this.db.query<{
      state: string;
      end_reason: string | null;
      from: Date;
      to: Date;
      planned_to: Date | null;
    }>(
      `select state, end_reason, lower(during) as "from", upper(during) as "to", planned_to from booking where id = $1`,
      [id],
    );
    return { ...row!, from: row!.from.getTime(), to: row!.to.getTime() };
  }

  async stateOf(id: string): Promise<string> {
    const { state, end_reason } = await this.booking(id);
    return end_reason === null ? state : `${state}: ${end_reason}`;
  }

  /** Kinds, the oldest first. */
  async toldTo(memberId: string): Promise<string[]> {
    const rows = await this.db.query<{ kind: string }>(`select kind from notice where member_id = $1 order by id`, [
      memberId,
    ]);
    return rows.map(({ kind }) => kind);
  }

  async strikesOf(memberId: string): Promise<string[]> {
    const rows = await this.db.query<{ kind: string }>(`select kind from strike where member_id = $1 order by id`, [
      memberId,
    ]);
    return rows.map(({ kind }) => kind);
  }

  async version(machineId: string): Promise<number> {
    const [row] = await this.db.query<{ version: number }>(`select version from machine where id = $1`, [machineId]);
    return row!.version;
  }

  async close(): Promise<void> {
    await this.http.stop();
  }
}
