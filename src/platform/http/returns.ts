import { applyDecorators, HttpCode, SerializeOptions } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { ZodType } from 'zod';

/** An answer that goes on: Server-Sent Events. */
export const Streams = (): MethodDecorator =>
  ApiResponse({ status: 200, content: { 'text/event-stream': { schema: { type: 'string' } } } });

/**
 * What a route answers: the status, and the schema through which the answer leaves. Only declared fields leave, and the same
 * schema is the response in the OpenAPI document. Without a schema the answer has no body.
 */
export function Returns(status: number, schema?: ZodType): MethodDecorator {
  if (schema === undefined) return applyDecorators(HttpCode(status), ApiResponse({ status }));
  return applyDecorators(
    HttpCode(status),
    ApiResponse({ status, standardSchema: schema }),
    SerializeOptions({ schema }),
  );
}
