import { BookingModule } from '../../src/modules/booking/index.js';
import { CalendarsModule } from '../../src/modules/calendars/index.js';
import { machineEntities } from '../../src/modules/machines/index.js';
import { PlanningModule } from '../../src/modules/planning/index.js';
import { WorkshopModule } from '../../src/modules/workshop/index.js';
import type { Log } from '../../src/platform/log/log.js';
import { type HttpWorkshop, type Person, startHttpWorkshop } from './http-workshop.js';

export interface CalendarWorkshop extends HttpWorkshop {
  /** A new link: its id, and its address without the host. */
  makeLink(as: Person, machineId?: string): Promise<{ readonly id: string; readonly path: string }>;
}

/** A workshop at https://brama.example, on 1 March 2027 at noon UTC, behind a proxy. */
export async function startCalendarWorkshop(log?: Log): Promise<CalendarWorkshop> {
  const workshop = await startHttpWorkshop({
    modules: [BookingModule, PlanningModule, WorkshopModule, CalendarsModule],
    entities: machineEntities,
    env: { BRAMA_PUBLIC_URL: 'https://brama.example', BRAMA_TRUSTED_PROXY: '127.0.0.1' },
    ...(log !== undefined && { log }),
  });
  workshop.clock.forward(Date.parse('2027-03-01T12:00:00Z') - workshop.clock.wallMs());
  return {
    ...workshop,
    async makeLink(as, machineId) {
      const { status, body } = await workshop.call('POST', '/api/v1/calendar-feeds', { as, body: { machineId } });
      if (status !== 201) throw new Error(`a link was answered with ${status}`);
      return { id: body.id, path: new URL(body.url).pathname };
    },
  };
}
