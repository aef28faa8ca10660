import { applyDecorators, Header, HttpCode, SerializeOptions } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { ZodType } from 'zod';

/** An answer that goes on: Server-Sent Events. */
export const Streams = (): MethodDecorator =>
  ApiResponse({ status: 200, content: { 'text/event-stream': { schema: { type: 'string' } } } });

/** A text of some other kind than JSON. */
export const ReturnsText = (type: string): MethodDecorator =>
  applyDecorators(
    Header('content-type', `${type}; charset=utf-8`),
    ApiResponse({ status: 200, content: { [type]: { schema: { type: 'string' } } } }),
  );

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
