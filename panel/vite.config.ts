/** Builds the panel into panel/dist: one page, no request to anywhere but the server that serves it. */

import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// A build asked for by a test would otherwise carry React's development version, twice as large and slower.
process.env.NODE_ENV = 'production';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    target: 'es2023',
    outDir: 'dist',
    emptyOutDir: true,
    // An inlined file would be a data: address, which the content security policy only allows for pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
