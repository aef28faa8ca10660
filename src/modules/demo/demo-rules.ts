import type { Bilingual } from '../../contracts/http/index.js';
import { weekdays } from '../../core/calendar/weekly-times.js';

/** Machines of one kind, booked as "any of these". */
export const demoMachineGroup: { readonly name: Bilingual; readonly machines: readonly string[] } = {
  name: { pl: 'Drukarki 3D', en: '3D printers' },
  machines: ['druk3d-1', 'druk3d-2'],
};

const allDay = [{ from: '00:00', to: '24:00' }];

export interface DemoSetting {
  readonly rule: string;
  /** Of one machine, by its slug, or of the group; of neither: of the whole workshop. */
  readonly machine?: string;
  readonly ofGroup?: true;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A few of each scope. Wide enough that whoever plays with the demo at night is not sent home. */
export const demoSettings: readonly DemoSetting[] = [
  { rule: 'outside-opening-hours', settings: { hours: Object.fromEntries(weekdays.map((day) => [day, allDay])) } },
  { rule: 'open-limit', settings: { bookings: 20 } },
  { rule: 'late-cancellation', settings: { minutes: 60 } },
  // The bookings of the demo have nobody who comes: who tries it later still finds them.
  { rule: 'check-in', settings: { watched: true, graceMinutes: 240, warnMinutes: 200 } },
  { rule: 'too-long', ofGroup: true, settings: { minutes: 12 * 60 } },
  { rule: 'approval', machine: 'tokarka', settings: { needed: true, waitHours: 48 } },
];
