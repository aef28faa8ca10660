import { readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import { NotFoundException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { isApi } from './security-headers.js';

/**
 * Serves the built web app: files whose name holds their hash for ever, everything else asked anew each time, and
 * `index.html` for every path that a page of the app may have.
 */
export async function serveWebFiles(fastify: FastifyInstance, dir: string): Promise<void> {
  const root = resolve(dir);
  const files = listFiles(root);
  await fastify.register(fastifyStatic, { root, serve: false, cacheControl: false });
  fastify.get('/*', async (request, reply) => {
    const path = decodeURIComponent(request.url.split('?', 1)[0] ?? '/').slice(1);
    if (isApi(request.url)) throw new NotFoundException();
    if (files.has(path)) {
      const kept = path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      return await reply.header('cache-control', kept).sendFile(path);
    }
    // A missing file is missing; only a page falls back to the app.
    if (!files.has('index.html') || /\.[a-z0-9]+$/i.test(path)) throw new NotFoundException();
    return await reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
}

function listFiles(root: string): ReadonlySet<string> {
  try {
    const entries = readdirSync(root, { recursive: true, withFileTypes: true });
    return new Set(
      entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set();
    throw error;
  }
}
