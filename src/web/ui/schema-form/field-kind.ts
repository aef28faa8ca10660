import { z } from 'zod';

const integer = z.object({ type: z.enum(['integer', 'number']), minimum: z.number(), maximum: z.number() });
const choice = z.object({ enum: z.array(z.number()).min(2) });
const oneOf = z.object({ anyOf: z.array(z.object({ const: z.number() })).min(2) });
const object = z.object({ type: z.literal('object'), properties: z.record(z.string(), z.unknown()) });
const list = z.object({ type: z.literal('array'), maxItems: z.int().default(20), items: object });

/** How one field of a JSON Schema is asked for. `optional`: it can be switched off, and is null then. */
export type FieldKind =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'number'; readonly optional: boolean; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly optional: boolean; readonly values: readonly number[] }
  | { readonly kind: 'weekly-hours'; readonly optional: boolean }
  | { readonly kind: 'windows'; readonly max: number }
  /** Nothing here can ask for it. */
  | { readonly kind: 'unknown' };

export function kindOf(schema: unknown): FieldKind {
  const { core, optional } = withoutNull(schema);
  if (z.object({ type: z.literal('boolean') }).safeParse(core).success) return { kind: 'boolean' };
  const values = choice.safeParse(core).data?.enum ?? oneOf.safeParse(core).data?.anyOf.map((one) => one.const);
  if (values !== undefined) return { kind: 'choice', optional, values };
  const number = integer.safeParse(core).data;
  if (number !== undefined) return { kind: 'number', optional, min: number.minimum, max: number.maximum };
  if (has(object.safeParse(core).data?.properties, ['mon', 'sun'])) return { kind: 'weekly-hours', optional };
  const windows = list.safeParse(core).data;
  if (has(windows?.items.properties, ['days', 'from', 'to'])) return { kind: 'windows', max: windows?.maxItems ?? 0 };
  return { kind: 'unknown' };
}

const has = (properties: object | undefined, names: readonly string[]): boolean =>
  properties !== undefined && names.every((name) => name in properties);

const nullable = z.object({ anyOf: z.array(z.looseObject({ type: z.string().optional() })) });

function withoutNull(schema: unknown): { readonly core: unknown; readonly optional: boolean } {
  const { anyOf } = nullable.safeParse(schema).data ?? {};
  const rest = anyOf?.filter(({ type }) => type !== 'null');
  if (anyOf === undefined || rest === undefined || rest.length === anyOf.length)
    return { core: schema, optional: false };
  return { core: rest.length === 1 ? rest[0] : { anyOf: rest }, optional: true };
}

export interface FormField {
  readonly name: string;
  readonly field: FieldKind;
  /** What it is where nobody says anything. */
  readonly usual: unknown;
}

/** The fields of a form, in the order of their schema. */
export function fieldsOf(schema: unknown): FormField[] {
  const properties = object.safeParse(schema).data?.properties ?? {};
  return Object.entries(properties).map(([name, one]) => ({
    name,
    field: kindOf(one),
    usual: z.object({ default: z.unknown() }).safeParse(one).data?.default ?? null,
  }));
}
