import type { OutboxFile, OutboxStorage, StoredOutbox } from '../../src/sync/OutboxStorage.ts';

interface StoredFile {
    scope: string;
    content: StoredOutbox | null;
    isOwned: boolean;
}

/** What one tab stores. */
export interface TabFiles extends OutboxStorage {
    /** Whether the client stores anything. */
    readonly isUsed: boolean;
    /** The tab is gone, in mid-sentence; what it still says is not stored. */
    crash(): void;
}

/** What outlives the reload of a tab: files in memory, with the interface the client expects of its storage. */
export class OutboxFiles {
    readonly #files = new Set<StoredFile>();

    /** The files of a new tab. */
    tab(): TabFiles {
        const own = new Set<StoredFile>();
        let isAlive = true;
        const open = (scope: unknown): OutboxFile => {
            const file: StoredFile = { scope: JSON.stringify(scope), content: null, isOwned: true };
            this.#files.add(file);
            own.add(file);
            return {
                adopt: async () => (isAlive ? this.#adopt(file) : { entries: [], sessions: {} }),
                save: async content => {
                    if (isAlive) {
                        file.content = structuredClone(content);
                    }
                },
                close: () => void (file.isOwned = false)
            };
        };
        return {
            open,
            get isUsed() {
                return own.size > 0;
            },
            crash() {
                isAlive = false;
                own.forEach(file => (file.isOwned = false));
            }
        };
    }

    /** Moves what dead tabs left behind, so that it outlives the tab that takes it, too. */
    #adopt(own: StoredFile): StoredOutbox {
        const orphans = [...this.#files].filter(file => file.scope === own.scope && !file.isOwned);
        orphans.forEach(file => this.#files.delete(file));
        const contents = orphans.flatMap(({ content }) => content ?? []);
        own.content = {
            entries: contents.flatMap(({ entries }) => entries),
            sessions: Object.assign({}, ...contents.map(({ sessions }) => sessions)) as StoredOutbox['sessions']
        };
        return structuredClone(own.content);
    }
}
