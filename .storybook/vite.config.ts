import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Storybook's own: the package's vite.config.ts has the demo as its root. */
export default defineConfig({
    plugins: [react()],
    optimizeDeps: { include: ['@bryntum/schedulerpro', '@bryntum/schedulerpro-react'] },
    build: { chunkSizeWarningLimit: 8_000 }
});
