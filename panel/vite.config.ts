/** Builds the panel: panel/dist/client is what browsers get, panel/dist/server what the web server draws first pictures with. No request leaves the server that serves it. */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

// A build asked for by a test would otherwise carry React's development version, twice as large and slower.
process.env.NODE_ENV = 'production';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The service worker is told which files this build consists of, and a name that changes with them. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle(_options, bundle) {
      const files = Object.keys(bundle)
        .filter((name) => name.startsWith('assets/'))
        .map((name) => `/${name}`)
        .sort();
      const build = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 12);
      const source = readFileSync(at('service-worker.js'), 'utf8')
        .replace("'{build}'", JSON.stringify(build))
        .replace("['{files}']", JSON.stringify(files));
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source });
    },
  };
}

/** Where the browser's build has put its files: the page's server side names them in the document it writes. */
function clientManifest(): string {
  const path = at('dist/client/.vite/manifest.json');
  if (!existsSync(path)) throw new Error('expected the build for browsers in panel/dist/client; run vite build before vite build --ssr');
  return readFileSync(path, 'utf8');
}

/** What is needed before the acts answer is two files: many little ones pack worse, and each is an answer more on a slow line. Not `main.tsx`, which waits for others that use these, nor its style, which the document asks for by it. */
const FIRST = [
  { name: 'packages', tags: ['$initial' as const], test: /node_modules/ },
  { name: 'first', tags: ['$initial' as const], test: /(?<!\/main\.tsx|\.css)$/ },
];

export default defineConfig(({ isSsrBuild = false }) => ({
  root: at('.'),
  plugins: [react(), tailwind(), ...(isSsrBuild ? [] : [serviceWorker()])],
  publicDir: isSsrBuild ? false : 'public',
  define: isSsrBuild ? { CLIENT_MANIFEST: clientManifest() } : {},
  // The server's side is whole: it needs no package at run time.
  ssr: { noExternal: true },
  build: {
    target: isSsrBuild ? 'node24' : 'es2023',
    outDir: isSsrBuild ? 'dist/server' : 'dist/client',
    emptyOutDir: true,
    manifest: !isSsrBuild,
    // An inlined file would be a data: address, which the content security policy only allows for pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: isSsrBuild ? { input: at('server.tsx') } : { input: at('main.tsx'), output: { codeSplitting: { groups: FIRST } } },
  },
}));
