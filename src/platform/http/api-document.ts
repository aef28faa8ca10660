import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';

interface Described {
  readonly title: string;
  /** The cookie of a sign-in. */
  readonly cookie: string;
  /** What every error looks like. */
  readonly problem: z.ZodType;
}

/** `/api/docs` and `/api/openapi.json`, from the same schemas that check what comes in and what goes out. */
export function serveApiDocument(app: INestApplication, { title, cookie, problem }: Described): void {
  const description =
    'Errors are problem+json (RFC 9457) with a stable `code`. A call that changes something needs the cookie and an ' +
    '`Origin` that matches `Host`, or `Authorization: Bearer <API token>`.';
  const config = new DocumentBuilder()
    .setTitle(title)
    .setDescription(description)
    .setVersion('1')
    .addCookieAuth(cookie)
    .addBearerAuth()
    .build();
  const document = (): OpenAPIObject => withProblems(SwaggerModule.createDocument(app, config), problem);
  SwaggerModule.setup('api/docs', app, document, { jsonDocumentUrl: 'api/openapi.json', raw: ['json'] });
}

/** Any operation may answer with an error, and they all look alike. */
function withProblems(document: OpenAPIObject, problem: z.ZodType): OpenAPIObject {
  const schema: object = z.toJSONSchema(problem, { target: 'openapi-3.0' });
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: schema } };
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  for (const { get, post, put, patch, delete: remove } of Object.values(document.paths))
    for (const operation of [get, post, put, patch, remove])
      if (operation !== undefined) operation.responses['default'] = { description: 'An error', content };
  return document;
}
