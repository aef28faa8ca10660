/** What a clock on a wall shows, as the milliseconds since the epoch at which a clock in UTC shows it. */
export type Wall = number;

export const dayMs = 86_400_000;

export const dayOf = (wall: Wall): number => Math.floor(wall / dayMs);

/** `20270328` or `20270328T013000`. */
export const basicDate = (wall: Wall): string => new Date(wall).toISOString().slice(0, 10).replaceAll('-', '');
export const basicDateTime = (wall: Wall): string =>
  `${basicDate(wall)}T${new Date(wall).toISOString().slice(11, 19).replaceAll(':', '')}`;
