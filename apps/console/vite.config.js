import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `npx vite apps/console` serves the sources while developing, with a server of `breakwater up` behind it. */
// biome-ignore lint/style/noDefaultExport: Vite asks for one
export default defineConfig({
  plugins: [react()],
  resolve: { alias: [{ find: /^typebox(\/value)?$/, replacement: fileURLToPath(new URL('without-schemas.js', import.meta.url)) }] },
  server: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:8080' } },
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    // Small files as data: URLs would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
});
