import type { RecordId } from '../../protocol/index.ts';
import type { ProjectContent, ProjectState, ProjectWrite, StoredRecord, Tombstone } from './Storage.ts';

/** A map of maps that creates its inner maps on demand. */
export class StoreMap<T> {
    readonly stores = new Map<string, Map<string, T>>();

    get(store: string, id: RecordId): T | undefined {
        return this.stores.get(store)?.get(String(id));
    }

    has(store: string, id: RecordId): boolean {
        return this.stores.get(store)?.has(String(id)) ?? false;
    }

    set(store: string, id: RecordId, value: T): void {
        let map = this.stores.get(store);
        if (!map) {
            this.stores.set(store, (map = new Map()));
        }
        map.set(String(id), value);
    }

    delete(store: string, id: RecordId): void {
        this.stores.get(store)?.delete(String(id));
    }
}

/** The state of one project in memory, changed by the same writes that go to the storage. */
export class ProjectTables {
    readonly id: ProjectState['id'];
    readonly name: string;
    revision: number;
    logStart: number;
    fields: Record<string, unknown> = {};
    records = new StoreMap<StoredRecord>();
    tombstones = new StoreMap<Tombstone>();
    readonly #initialContent: () => ProjectContent;

    /** @param initialContent read when the project is reset */
    constructor(state: ProjectState, initialContent: () => ProjectContent) {
        this.id = state.id;
        this.name = state.name;
        this.revision = state.revision;
        this.logStart = state.logStart;
        this.#initialContent = initialContent;
        this.#fill(state.content);
        for (const tombstone of state.tombstones) {
            this.tombstones.set(tombstone.store, tombstone.id, tombstone);
        }
    }

    apply(write: ProjectWrite): void {
        switch (write.type) {
            case 'putRecord':
                this.records.set(write.store, write.record.id, write.record);
                this.tombstones.delete(write.store, write.record.id);
                break;
            case 'removeRecord':
                this.records.delete(write.tombstone.store, write.tombstone.id);
                this.tombstones.set(write.tombstone.store, write.tombstone.id, write.tombstone);
                break;
            case 'setFields':
                this.fields = write.fields;
                break;
            case 'addRevision':
                this.revision = write.revision.number;
                break;
            case 'reset':
                this.revision = this.logStart = write.revision;
                this.#fill(this.#initialContent());
                break;
            case 'putPhantom':
                break;
        }
    }

    state(): ProjectState {
        return {
            id: this.id,
            name: this.name,
            revision: this.revision,
            logStart: this.logStart,
            content: {
                fields: this.fields,
                stores: [...this.records.stores].map(([store, records]) => [store, [...records.values()]])
            },
            tombstones: [...this.tombstones.stores.values()].flatMap(tombstones => [...tombstones.values()])
        };
    }

    #fill(content: ProjectContent): void {
        this.fields = content.fields;
        this.records = new StoreMap();
        this.tombstones = new StoreMap();
        for (const [store, records] of content.stores) {
            for (const record of records) {
                this.records.set(store, record.id, record);
            }
        }
    }
}
