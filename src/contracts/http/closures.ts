import { z } from 'zod';
import { bilingual, id, instant } from './basics.js';

export const closureRequest = z.strictObject({ from: instant, to: instant, reason: bilingual });
export type ClosureRequest = z.infer<typeof closureRequest>;
export const closure = z.object({ id, from: instant, to: instant, reason: bilingual });
export type Closure = z.infer<typeof closure>;

/** Those that are not over yet, unless a time is named. */
export const closureQuery = z.object({ from: instant.optional(), to: instant.optional() });
export type ClosureQuery = z.infer<typeof closureQuery>;

/** Days free from work by law, offered as closures; `closureId` where the day is closed already. */
export const holidayQuery = z.object({ year: z.coerce.number().int().min(2000).max(2199) });
export const holiday = z.object({
  day: z.iso.date(),
  name: bilingual,
  from: instant,
  to: instant,
  closureId: id.nullable(),
});
export const holidays = z.object({ year: z.int(), items: z.array(holiday) });
export type Holidays = z.infer<typeof holidays>;

/** The text of an ICS file. `dryRun`: nothing is made, all is told. */
export const closureImport = z.strictObject({
  ics: z.string().min(1).max(1_000_000),
  dryRun: z.boolean().default(false),
});
export type ClosureImport = z.infer<typeof closureImport>;
export const closureImported = z.object({
  made: z.int(),
  items: z.array(
    z.object({
      from: instant,
      to: instant,
      reason: bilingual,
      outcome: z.enum(['made', 'possible', 'there-already', 'over']),
    }),
  ),
  /** What of the file could not be understood. */
  faults: z.array(z.object({ line: z.int().nullable(), text: bilingual })),
});
export type ClosureImported = z.infer<typeof closureImported>;
