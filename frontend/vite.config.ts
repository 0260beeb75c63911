import { join } from 'node:path';
import { defineConfig } from 'vite';

/** The dashboard: static files whose names carry their hash, and no inline script, style or picture (strict CSP). */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index.html', 'api-reference.html'].map((page) => join(import.meta.dirname, page)),
    },
  },
});
