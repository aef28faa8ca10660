import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const postgres = fileURLToPath(new URL('support/postgres-server.ts', import.meta.url));
const build = fileURLToPath(new URL('support/build.ts', import.meta.url));
// Named, since without it decorators in a file outside tsconfig's `include` are a syntax error.
const oxc = { decorator: { legacy: true, emitDecoratorMetadata: true } };
const exclude = ['**/node_modules/**', 'dist/**'];

const tier = (name: string, test: object): object => ({
  root,
  oxc,
  test: { name, include: [`test/${name}/**/*.test.ts`], exclude, pool: 'forks', ...test },
});

export default defineConfig({
  root,
  test: {
    projects: [
      tier('unit', {
        include: ['src/**/*.test.ts', 'firmware-bridge/**/*.test.ts'],
        exclude: [...exclude, 'src/web/**'],
      }),
      tier('web', { include: ['src/web/**/*.test.{ts,tsx}'] }),
      tier('house', {}),
      tier('contract', { testTimeout: 30_000, hookTimeout: 30_000 }),
      tier('integration', { globalSetup: [postgres], testTimeout: 30_000, hookTimeout: 60_000 }),
      tier('bridge', { globalSetup: [build], testTimeout: 30_000, hookTimeout: 30_000 }),
      tier('system', {
        globalSetup: [build, postgres],
        // Mostly waiting for leases to lapse: side by side, though each brings its own broker and service.
        maxWorkers: 3,
        testTimeout: 180_000,
        hookTimeout: 120_000,
      }),
    ],
  },
});
