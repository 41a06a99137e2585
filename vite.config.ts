// How the client is built and served while developing, and which tests vitest runs.
// The page's policy allows no inline script or style, so nothing may be inlined here.
import { readFileSync } from 'node:fs';
import { build, type ViteDevServer } from 'vite';
import { defineConfig } from 'vitest/config';
import solid from 'vite-plugin-solid';
import { VitePWA } from 'vite-plugin-pwa';

const serverUrl = process.env['SERVER_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: 'client',
  cacheDir: '../node_modules/.vite',
  plugins: [
    solid(),
    workerScript('notice-worker', 'client/engine/notices/notice-worker.ts'),
    workerScript('share-worker', 'client/engine/share/share-worker.ts'),
    pdfDecoders(),
    serviceWorker(),
  ],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { checks: { bundlerTimings: false } }, // making the service worker takes longer than the rest
  },
  server: {
    strictPort: true,
    // The server compares Origin with Host, so the proxy keeps the browser's Host as it is.
    proxy: {
      '/api': { target: serverUrl },
      '/health': { target: serverUrl },
      '/sync': { target: serverUrl, ws: true },
    },
  },
  test: {
    // Said here too, or the Solid plugin chooses jsdom.
    environment: 'node',
    projects: [
      {
        extends: false, // the Solid plugin would resolve packages as for a browser
        root: import.meta.dirname,
        test: {
          name: 'unit',
          testTimeout: 30_000, // a machine may be busy with other things
          environment: 'node',
          include: ['shared/**/*.test.ts', 'client/**/*.test.ts', 'sync-server/**/*.test.ts'],
        },
      },
      {
        extends: false, // the Solid plugin would resolve packages as for a browser
        root: import.meta.dirname,
        test: {
          name: 'system',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/screen/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

/**
 * Generates `sw.js`: the whole built app is on the device and starts from there, whatever the network does.
 * It answers pages and files of the build, and of the API pictures alone: their names are hashes of what they are. The
 * app takes them away when their reader signs out (client/engine/session/departure.ts).
 */
function serviceWorker() {
  return VitePWA({
    registerType: 'prompt',
    injectRegister: false, // the client registers it: the page's policy allows no inline script
    manifest: false, // client/public has it
    workbox: {
      importScripts: ['notice-worker.js', 'share-worker.js'],
      globIgnores: ['notice-worker.js', 'share-worker.js'], // the browser keeps them beside the worker
      globPatterns: ['**/*.{js,css,html,svg,png,woff2,webmanifest}'],
      navigateFallback: '/index.html',
      navigateFallbackDenylist: [/^\/(?:api|sync|health|demo)(?:[/?]|$)/],
      runtimeCaching: [
        {
          urlPattern: ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/api/pictures/'),
          handler: 'CacheFirst',
          options: {
            cacheName: 'pictures',
            cacheableResponse: { statuses: [200] },
            fetchOptions: { cache: 'no-store' }, // one place to take them away from
            matchOptions: { ignoreVary: true },
            plugins: [{ cacheDidUpdate: forgetOldPictures }],
          },
        },
      ],
      cleanupOutdatedCaches: true,
      clientsClaim: true, // a page opened before the first worker is told of the next version too
      inlineWorkboxRuntime: true,
      sourcemap: false,
    },
  });
}

/** What the generated worker has come with it: scripts of their own, for a classic worker. */
function workerScript(name: string, entry: string) {
  return {
    name,
    apply: 'build' as const,
    async generateBundle(this: { emitFile(file: { type: 'asset'; fileName: string; source: string }): string }) {
      const built = await build({
        configFile: false,
        logLevel: 'warn',
        build: {
          write: false,
          target: 'es2023',
          lib: {
            entry,
            name: name.replace('-', '_'),
            formats: ['iife'],
            fileName: name,
          },
        },
      });
      const [first] = Array.isArray(built) ? built : [built];
      const script = first !== undefined && 'output' in first ? first.output[0] : null;
      if (script === null || script === undefined) throw new Error(`${name} was not built.`);
      this.emitFile({ type: 'asset', fileName: `${name}.js`, source: script.code });
    },
  };
}

/**
 * What pdf.js brings by name when a scan needs it: faxes and JPEG 2000, as scripts, for the page's policy allows no
 * WebAssembly. `client/engine/files/pdf/pdf-worker.ts` says where.
 */
function pdfDecoders() {
  const decoders = ['jbig2_nowasm_fallback.js', 'openjpeg_nowasm_fallback.js'];
  const read = (name: string) => readFileSync(new URL(`node_modules/pdfjs-dist/wasm/${name}`, import.meta.url), 'utf8');
  return {
    name: 'pdf-decoders',
    generateBundle(this: { emitFile(file: { type: 'asset'; fileName: string; source: string }): string }) {
      for (const name of decoders) this.emitFile({ type: 'asset', fileName: `pdf/${name}`, source: read(name) });
    },
    configureServer({ middlewares }: ViteDevServer) {
      middlewares.use('/pdf', ({ url = '' }, response, next) => {
        const name = decoders.find((one) => url.split('?', 1)[0] === `/${one}`);
        if (name === undefined) return next();
        response.setHeader('Content-Type', 'text/javascript').end(read(name));
      });
    },
  };
}

/** Runs in the worker, as it stands here. Those that came first go first: 500 are a few MB. */
async function forgetOldPictures({ cacheName }: { readonly cacheName: string }): Promise<void> {
  const cache = await caches.open(cacheName);
  const kept = await cache.keys();
  for (const request of kept.slice(0, -500)) await cache.delete(request);
}
