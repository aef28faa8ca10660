import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bookingPolicies } from '../../../core/booking/policies/index.js';
import { bookingRules } from '../../../core/booking/rules/index.js';
import { weeklyHours } from '../../../core/calendar/opening-hours.js';
import { policyWindows } from '../../../core/calendar/policy-windows.js';
import { fieldsOf, kindOf } from './field-kind.js';

const json = (schema: z.ZodType): unknown => z.toJSONSchema(schema);

describe('the field for a schema', () => {
  it.each([
    ['a switch', z.boolean(), { kind: 'boolean' }],
    ['a number', z.int().min(1).max(9).default(3), { kind: 'number', optional: false, min: 1, max: 9 }],
    [
      'a number or none',
      z.int().min(1).max(9).nullable().default(null),
      { kind: 'number', optional: true, min: 1, max: 9 },
    ],
    ['one of some', z.literal([5, 10]).nullable(), { kind: 'choice', optional: true, values: [5, 10] }],
    [
      'one of some, apart',
      z.union([z.literal(5), z.literal(10), z.null()]),
      { kind: 'choice', optional: true, values: [5, 10] },
    ],
    ['hours of a week', weeklyHours.nullable().default(null), { kind: 'weekly-hours', optional: true }],
    ['windows', policyWindows.default([]), { kind: 'windows', max: 20 }],
    ['something else', z.string(), { kind: 'unknown' }],
  ])('%s', (_, schema, kind) => expect(kindOf(json(schema))).toEqual(kind));

  it('is known for every setting there is', () => {
    const settings = [...bookingRules, ...bookingPolicies];
    const fields = settings.flatMap(({ code, params }) => fieldsOf(json(params)).map((one) => ({ code, ...one })));
    expect(fields.filter(({ field }) => field.kind === 'unknown')).toEqual([]);
    expect(fields.length).toBeGreaterThanOrEqual(10);
  });

  it('comes in the order of the schema, with what is usual', () => {
    const schema = z.strictObject({ b: z.boolean().default(true), a: z.int().min(0).max(1).nullable().default(null) });
    expect(fieldsOf(json(schema)).map(({ name, usual }) => [name, usual])).toEqual([
      ['b', true],
      ['a', null],
    ]);
  });
});
