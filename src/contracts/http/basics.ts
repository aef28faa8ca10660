import { z } from 'zod';
import { slugPattern } from '../../core/kinds.js';
import { type Bilingual, type Language, languages } from '../../core/words/bilingual.js';

/** Ids are UUIDs, times ISO 8601 in UTC, texts that people wrote are in both languages. */
export const id = z.uuid();
export const instant = z.iso.datetime({ offset: true });
export const language = z.enum(languages);
export type { Bilingual, Language };

const text = z.string().trim().min(1).max(2000);
/** A text in both languages. */
export const bilingual = z.strictObject({ pl: text, en: text });

export const slug = z.string().regex(slugPattern, { message: 'slug' });
export const name = z.string().trim().min(1).max(200);
export const reason = z.strictObject({ reason: z.string().trim().min(1).max(500) });
export type Reason = z.infer<typeof reason>;

/** A list is a page and the key of the next one. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });
export const listQuery = z.object({
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type ListQuery = z.infer<typeof listQuery>;
/** What `listOf` describes. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}
/** Of what was asked for with one beyond the limit: that one tells whether there is a next page. */
export function pageOf<Item>(found: readonly Item[], limit: number, keyOf: (item: Item) => string): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? keyOf(last) : null };
}

export const refusal = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  override: z.enum(['nobody', 'staff']),
  /** Why not, in the words a member reads. */
  text: bilingual,
  /** What to do next. */
  next: bilingual,
});
export type { RenderedRefusal } from '../../core/words/index.js';

/** RFC 9457. `code` is stable; `text` says it to a person, in both languages. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  text: bilingual,
  /** The fields at fault, for a body or query that does not fit. */
  fields: z.array(z.object({ field: z.string(), message: z.string(), text: bilingual })).optional(),
  refusals: z.array(refusal).optional(),
  alternatives: z.array(z.object({ from: instant, to: instant, machineId: id.optional() })).optional(),
});
export type Problem = z.infer<typeof problem>;
