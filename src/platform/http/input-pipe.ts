import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import type { ZodType } from 'zod';
import { Failure } from './failure.js';

/** What is wrong with a field, as far as words need it. */
export interface FieldIssue {
  readonly code: string;
  readonly message: string;
  readonly format?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly input?: unknown;
}
/** In each language; English is what `message` says. */
export type FieldText = (issue: FieldIssue) => { readonly en: string };

const fieldsMax = 20;

/** Bodies, queries and path parameters against their schema; what does not fit is named field by field, in words. */
@Injectable()
export class InputPipe extends StandardSchemaValidationPipe {
  constructor(private readonly textOf: FieldText) {
    super();
  }

  override async transform<T = unknown>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const schema = metadata.schema as ZodType | undefined;
    if (schema === undefined || metadata.type === 'custom') return value;
    this.stripProtoKeys(value);
    const parsed = await schema.safeParseAsync(value, { reportInput: true });
    // PostgreSQL's text holds no NUL.
    if (parsed.success && !hasNul(parsed.data)) return parsed.data as T;
    // A path whose parameter cannot be one names nothing.
    if (metadata.type === 'param') throw new Failure('not-found');
    const issues: readonly (FieldIssue & { path: readonly PropertyKey[] })[] = parsed.success
      ? [{ code: 'custom', message: 'nul', path: [] }]
      : parsed.error.issues;
    const fields = issues.slice(0, fieldsMax).map((issue) => {
      const text = this.textOf(issue);
      return { field: issue.path.map(String).join('.'), message: text.en, text };
    });
    throw new Failure('invalid-input', {}, { fields });
  }
}

function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasNul);
}
