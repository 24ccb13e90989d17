import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const FOLDER = 'test-results/readme';

/** What the snippets take for granted, because the one before them has made it. */
const GIVEN: Record<string, string> = {
    realtime: "declare const realtime: import('schedulerpro-realtime').Realtime;",
    authenticate: "declare const authenticate: import('schedulerpro-realtime/server').Authenticate;",
    WebSocketProjectModel: "import { WebSocketProjectModel } from 'schedulerpro-realtime';"
};

function snippets(): string[] {
    return [...readFileSync('README.md', 'utf8').matchAll(/```tsx?\n(.*?)```/gs)].map(match => match[1]!);
}

test('the code in the README compiles against the package', () => {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    const all = snippets();
    expect(all.length).toBeGreaterThan(3);
    all.forEach((code, index) => {
        const missing = Object.entries(GIVEN).filter(
            ([name]) =>
                new RegExp(`\\b${name}\\b`).test(code) &&
                !new RegExp(`const ${name}\\b|import \\{[^}]*\\b${name}\\b`).test(code)
        );
        const prelude = missing.map(([, declaration]) => declaration).join('\n');
        writeFileSync(join(FOLDER, `snippet${index}.tsx`), `${prelude}\n${code}\nexport {};\n`);
    });
    writeFileSync(join(FOLDER, 'css.d.ts'), "declare module '*.css';\n");
    writeFileSync(
        join(FOLDER, 'tsconfig.json'),
        JSON.stringify({
            extends: '../../tsconfig.json',
            compilerOptions: {
                module: 'esnext',
                moduleResolution: 'bundler',
                noUnusedLocals: false,
                paths: {
                    'schedulerpro-realtime': ['../../dist/index.d.ts'],
                    'schedulerpro-realtime/locales/*': ['../../dist/locales/*.d.ts'],
                    'schedulerpro-realtime/server': ['../../dist/server/index.d.ts'],
                    'schedulerpro-realtime/styles.css': ['./css.d.ts']
                }
            },
            include: ['.']
        })
    );
    const compiler = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', FOLDER], {
        encoding: 'utf8'
    });
    expect(compiler.stdout).toBe('');
    expect(compiler.status).toBe(0);
});

test('the files and commands the README names exist', () => {
    const readme = readFileSync('README.md', 'utf8');
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    for (const [, link] of readme.matchAll(/\]\((?!http)([^)]+)\)/g)) {
        expect(existsSync(link!), link).toBe(true);
    }
    for (const [, script] of readme.matchAll(/npm run ([\w-]+)/g)) {
        expect(scripts, script).toHaveProperty(script!);
    }
});
