/** What was typed as a time of day, as `HH:MM`: `18:30`, `1830`, `830`, `18.30`, `8`. Undefined: no time. */
export function typedTime(text: string, endOfDay = false): string | undefined {
  const [, hours, minutes = '0'] =
    /^(\d{1,2})$/.exec(text.trim()) ?? /^(\d{1,2})[:., ]?(\d{2})$/.exec(text.trim()) ?? [];
  if (hours === undefined) return undefined;
  const time = `${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}`;
  if (endOfDay && time === '24:00') return time;
  return Number(hours) < 24 && Number(minutes) < 60 ? time : undefined;
}
