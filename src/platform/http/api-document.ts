import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** `/api/docs` and `/api/openapi.json`, from the same schemas that check what comes in and what goes out. */
export function serveApiDocument(app: INestApplication, { title, cookie }: { title: string; cookie: string }): void {
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
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, config), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
  });
}
