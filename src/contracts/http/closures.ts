import { z } from 'zod';
import { bilingual, id, instant } from './basics.js';

export const closureRequest = z.strictObject({ from: instant, to: instant, reason: bilingual });
export type ClosureRequest = z.infer<typeof closureRequest>;
export const closure = z.object({ id, from: instant, to: instant, reason: bilingual });
export type Closure = z.infer<typeof closure>;

/** Those that are not over yet, unless a time is named. */
export const closureQuery = z.object({ from: instant.optional(), to: instant.optional() });
export type ClosureQuery = z.infer<typeof closureQuery>;
