import { existsSync, readFileSync } from 'node:fs';

/** The version in this package's own package.json, which is the nearest one above this module. */
export function packageVersion(): string {
    let folder = new URL('.', import.meta.url);
    for (;;) {
        const file = new URL('package.json', folder);
        if (existsSync(file)) {
            return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
        }
        const parent = new URL('..', folder);
        if (parent.href === folder.href) {
            return 'unknown';
        }
        folder = parent;
    }
}
