import type { ClockChange } from './clock-changes.js';
import { basicDateTime } from './wall-time.js';

function offset(ms: number): string {
  const digits = new Date(Math.abs(ms)).toISOString().slice(11, 19).replaceAll(':', '');
  return `${ms < 0 ? '-' : '+'}${digits.replace(/00$/, '')}`;
}

/**
 * The VTIMEZONE, each change of the clocks by itself: the very changes by which local times are computed here, so that a
 * reader comes to the same moments even where a law was changed.
 */
export function zoneDefinition(zone: string, changes: readonly ClockChange[]): string[] {
  const standardMs = Math.min(...changes.map(({ offsetToMs }) => offsetToMs));
  const lines = changes.flatMap(({ at, offsetFromMs, offsetToMs }) => {
    const kind = offsetToMs > standardMs ? 'DAYLIGHT' : 'STANDARD';
    return [
      `BEGIN:${kind}`,
      `DTSTART:${basicDateTime(at + offsetFromMs)}`,
      `TZOFFSETFROM:${offset(offsetFromMs)}`,
      `TZOFFSETTO:${offset(offsetToMs)}`,
      `END:${kind}`,
    ];
  });
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...lines, 'END:VTIMEZONE'];
}
