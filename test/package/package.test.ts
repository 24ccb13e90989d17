import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RealtimeLocale } from '../../src/hooks/labels.ts';
import { speak } from '../../src/hooks/speak.ts';

/** What a host has anyway and never gets a second time. */
const PEERS = [/^react($|\/)/, /^react-dom($|\/)/, /^@bryntum\//];

/** Bundles an entry of the built package as a host's bundler would, peers left out; `later` is loaded when it is needed. */
async function bundle(
    input = 'dist/index.js'
): Promise<{ code: string; later: string; imports: string[]; modules: string[] }> {
    const result = await build({
        configFile: false,
        logLevel: 'error',
        build: {
            write: false,
            minify: true,
            modulePreload: false,
            // Not Vite's library mode, which leaves white space in: an application's build does not.
            rolldownOptions: { input, external: PEERS, preserveEntrySignatures: 'strict' }
        }
    });
    const { output } = (Array.isArray(result) ? result[0]! : result) as {
        output: {
            type: string;
            fileName: string;
            isDynamicEntry?: boolean;
            code?: string;
            imports?: string[];
            moduleIds?: string[];
        }[];
    };
    const chunks = output.filter(({ type }) => type === 'chunk');
    const codeOf = (isLater: boolean): string =>
        chunks.map(({ isDynamicEntry = false, code = '' }) => (isDynamicEntry === isLater ? code : '')).join('\n');
    const own = chunks.map(({ fileName }) => fileName);
    return {
        code: codeOf(false),
        later: codeOf(true),
        imports: chunks.flatMap(chunk => chunk.imports ?? []).filter(name => !own.includes(name)),
        modules: chunks.flatMap(chunk => chunk.moduleIds ?? [])
    };
}

describe('the built package', () => {
    beforeAll(() => {
        if (!existsSync('dist/index.js')) {
            execFileSync(process.execPath, ['scripts/build.ts'], { stdio: 'inherit' });
        }
    });

    // The goal is 16 kB. Keeping every edit has cost 9.8 kB, languages that switch at run time 0.5 kB, roles and the progress of
    // bulks 1.35 kB, undo that knows what others have changed 3 kB, versions 5 kB for those who show them, the activity
    // 7.65 kB for those who show it (see the next test) and 0.2 kB for everybody, others' edits that disturb nobody,
    // with the flash for those who show it, 3 kB, editing conflicts and reviews 3 kB for those who show them and 4.2 kB for
    // everybody, what impossible edits lead to 2.95 kB (0.8 kB of them the bundler's own, for what is loaded later),
    // dead lines, full disks and what is removed while the engine calculates 0.6 kB, what is loaded again, dates of
    // calendars and split events 0.3 kB.
    test('the client, zustand included, is at most 63 kB gzipped', async () => {
        const { code, later } = await bundle();
        const [size, rest] = [code, later].map(text => gzipSync(text, { level: 9 }).length) as [number, number];
        console.log(`client: ${size} bytes gzipped, later ${rest}`);
        expect(size).toBeLessThanOrEqual(63_000);
        // What answers to impossible edits would do is loaded when the first is asked about.
        expect(rest).toBeGreaterThan(1_000);
        expect(rest).toBeLessThanOrEqual(1_900);
    });

    test.each([
        ['versions', /Version[A-Z]|versions\/(?!list)/, 8],
        ['activity', /[Aa]ctivity|useRows|showInScheduler/, 12],
        ['flash', /RemoteFlash|flashRemote/, 1],
        ['editing conflicts', /components\/(EditC|Review)|[eE]diting|hooks\/use(EditC|Review)|store\/editC/, 9]
    ])('who shows no %s does not carry what is there for it', async (_, pattern, count) => {
        const entry = `test-results/without${count}.js`;
        const names = 'ConnectionBanner, LoginPanel, RealtimeProvider, SaveStatus, useRealtimeProject, UsersBar';
        mkdirSync('test-results', { recursive: true });
        writeFileSync(entry, `export { ${names} } from '../dist/index.js';`);
        const modulesOf = async (input?: string): Promise<string[]> =>
            (await bundle(input)).modules
                .map(module => relative('dist', module))
                .filter(module => pattern.test(module));
        expect(await modulesOf(entry)).toEqual([]);
        expect((await modulesOf()).length).toBeGreaterThan(count);
    });

    test('the client leaves React and Bryntum to the host and needs nothing else', async () => {
        const { imports } = await bundle();
        expect(imports.filter(name => !PEERS.some(peer => peer.test(name)))).toEqual([]);
        expect(imports).toContain('@bryntum/schedulerpro');
    });

    test.each(['de', 'nl', 'sv'])('the texts of "%s" are in their own entry, and not in the client', async code => {
        const { [code]: locale } = (await import(/* @vite-ignore */ resolve(`dist/locales/${code}.js`))) as Record<
            string,
            RealtimeLocale
        >;
        const texts = Object.values(speak(code, [locale!])).filter(
            (text): text is string => typeof text === 'string' && text.length > 12 && !text.includes('\u00a0')
        );
        expect(texts.length).toBeGreaterThan(10);
        const client = await bundle();
        expect(texts.filter(text => client.code.includes(text))).toEqual([]);
        expect(client.modules.filter(module => module.includes('/locales/'))).toEqual([]);

        const own = await bundle(`dist/locales/${code}.js`);
        expect(texts.filter(text => !own.code.includes(text))).toEqual([]);
        expect(own.modules.map(module => relative('dist', module)).toSorted()).toEqual(
            [
                'locales/words.js',
                ...['', 'activity/', 'editing/'].map(folder => `locales/${folder}${code}.js`)
            ].toSorted()
        );
    });

    test('the server entry loads in Node without React or Bryntum', () => {
        const script =
            "import('./dist/server/index.js').then(server => console.log(typeof server.createRealtimeServer))";
        expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }).trim()).toBe('function');
    });

    test('the command prints its version', () => {
        const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
        const output = execFileSync(process.execPath, ['dist/server/cli.js', '--version'], { encoding: 'utf8' });
        expect(output.trim()).toBe(version);
    });

    test('the style sheet stands alone', () => {
        const css = readFileSync('dist/styles.css', 'utf8');
        expect(css).not.toContain('@import');
        expect(css).toContain('.sprt-login');
    });
});
