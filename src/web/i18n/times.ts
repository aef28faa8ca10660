/** Time that is left, as a clock counts it down: `4:07`, `1:04:07`. Never below zero. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Whether the browser's own clock would read differently than the workshop's: then times carry their zone. */
export function readsOtherClock(at: number, zone: string): boolean {
  const read = (timeZone?: string): string =>
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(at);
  return read() !== read(zone);
}
