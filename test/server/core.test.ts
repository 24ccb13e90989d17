import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Every module that can be reached from one, and what they import from packages. */
function importsOf(entry: URL): { modules: Set<string>; packages: Set<string> } {
    const modules = new Set([entry.href]);
    const packages = new Set<string>();
    for (const module of modules) {
        const source = readFileSync(new URL(module), 'utf8');
        for (const [, specifier] of source.matchAll(/^(?:import|export)\s[^;]*?from '([^']+)';/gm)) {
            if (specifier!.startsWith('.')) {
                modules.add(new URL(specifier!, module).href);
            } else {
                packages.add(specifier!);
            }
        }
    }
    return { modules, packages };
}

it('the core runs in a page: it reaches nothing of Node', () => {
    const { modules, packages } = importsOf(new URL('../../src/server/core.ts', import.meta.url));
    expect(modules.size).toBeGreaterThan(20);
    expect([...packages]).toEqual(['valibot']);
});
