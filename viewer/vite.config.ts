import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const server = process.env['PLENARY_SERVER'] ?? 'http://localhost:4747';

// Paths are relative, so that the built page also works from a folder of any static server.
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [svelte({ preprocess: vitePreprocess(), configFile: false })],
  worker: { format: 'es' },
  build: {
    // Advice to whoever writes plugins reads like an error to whoever builds.
    rolldownOptions: { checks: { bundlerTimings: false } },
    outDir: '../dist/viewer',
    emptyOutDir: true,
    target: 'es2022',
    // Both themes are one set of light-dark() colours: do not compile them away.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': server,
      '/docs': server,
      '/socket.io': { target: server, ws: true },
    },
  },
});
