/** Builds dist: ESM and types of every module, and one style sheet. */
import { execFileSync } from 'node:child_process';
import { chmodSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });

// The compiler rewrites the import extensions of the code, but not those of the declarations.
for (const file of globSync('dist/**/*.d.ts')) {
    const declarations = readFileSync(file, 'utf8');
    writeFileSync(file, declarations.replace(/(from\s+|import\()(['"])(\.{1,2}\/[^'"]+)\.tsx?\2/g, '$1$2$3.js$2'));
}

function inlineImports(file: string): string {
    return readFileSync(file, 'utf8').replace(/^@import\s+['"](.+)['"];\n?/gm, (_, path: string) =>
        inlineImports(join(dirname(file), path))
    );
}
writeFileSync('dist/styles.css', inlineImports('src/styles.css'));
chmodSync('dist/server/cli.js', 0o755);
