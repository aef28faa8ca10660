import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  plugins: [react()],
  build: {
    outDir: here('../../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            // In one chunk, so that the contract's schemas are made after `no-eval` has spoken.
            { name: 'contracts', test: /node_modules\/zod\/|src\/contracts\/|app\/no-eval/ },
          ],
        },
      },
    },
  },
  // `npx vite -c src/web/vite.config.ts` shows the page against a service that already runs.
  server: {
    host: '127.0.0.1',
    proxy: { '/api/v1/': { target: process.env.BRAMA_PUBLIC_URL ?? 'http://127.0.0.1:3000', changeOrigin: true } },
  },
});
