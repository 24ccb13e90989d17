import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { createLogger } from 'vite';
import { defineConfig } from 'vitest/config';
import { browserLaunchOptions } from './scripts/browser.ts';

// The engine's bundle is 5 MB: naming it here keeps Vite from finding it late and reloading the page under a test.
const optimizeDeps = {
    include: [
        '@bryntum/schedulerpro',
        '@bryntum/schedulerpro-react',
        ...['De', 'EnGb', 'FrFr', 'Nl', 'SvSE'].map(
            name => `@bryntum/schedulerpro/locales/schedulerpro.locale.${name}.js`
        ),
        'react',
        'react/jsx-dev-runtime',
        'react-dom/client',
        'zustand/vanilla',
        'zustand/react',
        'zustand/react/shallow',
        'valibot',
        'idb-keyval',
        '@testing-library/react',
        '@testing-library/user-event',
        'axe-core'
    ]
};

// The vendor's style sheets name source maps that are not in its package.
const customLogger = createLogger();
const warn = customLogger.warn.bind(customLogger);
customLogger.warn = (message, options) => {
    if (!message.includes('Failed to load source map')) {
        warn(message, options);
    }
};

// A busy machine is no failure: nothing waits for less than half a minute.
const patience = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000, interval: 20 } } };

export default defineConfig({
    customLogger,
    root: 'stories/app',
    plugins: [react()],
    optimizeDeps,
    server: { port: 5173 },
    build: { outDir: '../../dist-demo', emptyOutDir: true },
    test: {
        root: '.',
        projects: [
            {
                root: '.',
                test: {
                    name: 'unit',
                    environment: 'node',
                    include: ['test/**/*.test.ts'],
                    exclude: ['test/e2e/**', 'test/convergence/**', 'test/**/*.browser.test.*']
                }
            },
            {
                root: '.',
                test: {
                    name: 'browser',
                    include: ['test/**/*.browser.test.{ts,tsx}'],
                    setupFiles: ['test/support/patience.ts'],
                    ...patience,
                    browser: {
                        enabled: true,
                        headless: true,
                        screenshotFailures: false,
                        provider: playwright({ launchOptions: browserLaunchOptions() }),
                        instances: [{ browser: 'chromium' }],
                        viewport: { width: 1280, height: 800 }
                    }
                }
            },
            {
                root: '.',
                test: {
                    name: 'e2e',
                    environment: 'node',
                    include: ['test/e2e/**/*.test.ts', 'test/convergence/**/*.test.ts'],
                    ...patience,
                    fileParallelism: false
                }
            }
        ]
    }
});
