/** What the clock on a wall of `zone` shows at that instant. */
export interface Wall {
  /** `2027-03-28` */
  readonly day: string;
  /** `18:05` */
  readonly time: string;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: zone });
  clocks.set(zone, clock);
  return clock;
}

export function wallAt(at: number, zone: string): Wall {
  const [day = '', time = ''] = clockOf(zone).format(at).split(' ');
  return { day, time };
}

const asUtc = ({ day, time }: Wall): number => Date.parse(`${day}T${time}Z`);
const aheadOfUtc = (at: number, zone: string): number => asUtc(wallAt(at, zone)) - Math.floor(at / minuteMs) * minuteMs;

/**
 * When the wall shows that. Of a time that it shows twice, the earlier one; a time that it skips moves forward by the gap,
 * as the service does it. Undefined: no such day or time.
 */
export function instantOf(wall: Wall, zone: string): number | undefined {
  const shown = asUtc(wall);
  if (Number.isNaN(shown)) return undefined;
  const [before, after] = [aheadOfUtc(shown - dayMs, zone), aheadOfUtc(shown + dayMs, zone)];
  const fits = [before, after].filter((ahead) => aheadOfUtc(shown - ahead, zone) === ahead);
  return shown - (fits.length === 0 ? before : Math.max(...fits));
}

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** The same time on the wall, so many days later. */
export function daysLater(at: number, days: number, zone: string): number {
  const { day, time } = wallAt(at, zone);
  return instantOf({ day: addDays(day, days), time }, zone) ?? at + days * dayMs;
}
