import { StateHash, StoreMap, VERSIONS, type RecordId } from '../../protocol/index.ts';
import type { Addition, ProjectContent, ProjectState, ProjectWrite, StoredRecord, Tombstone } from './Storage.ts';
import { forget, valuesOf } from './storeMaps.ts';

/** What a reset restores: versions are no part of it. */
export function withoutVersions({ fields, stores }: ProjectContent): ProjectContent {
    return { fields, stores: stores.filter(([store]) => store !== VERSIONS) };
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
    additions = new StoreMap<Addition>();
    readonly #initialContent: () => ProjectContent;
    /** Built when somebody asks for it, and kept up to date from then on. */
    #hash: StateHash | null = null;

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
        for (const addition of state.additions) {
            this.additions.set(addition.store, addition.id, addition);
        }
    }

    /** What a client's copy of the records is compared by. */
    get hash(): string {
        if (!this.#hash) {
            this.#hash = new StateHash();
            for (const [store, records] of this.records.stores) {
                for (const record of records.values()) {
                    this.#hash.add(store, record);
                }
            }
        }
        return String(this.#hash);
    }

    apply(write: ProjectWrite): void {
        switch (write.type) {
            case 'putRecord':
                this.#unhash(write.store, write.record.id);
                this.#hash?.add(write.store, write.record);
                this.records.set(write.store, write.record.id, write.record);
                this.tombstones.delete(write.store, write.record.id);
                break;
            case 'removeRecord':
                this.#unhash(write.tombstone.store, write.tombstone.id);
                this.records.delete(write.tombstone.store, write.tombstone.id);
                this.tombstones.set(write.tombstone.store, write.tombstone.id, write.tombstone);
                break;
            case 'putAddition':
                this.additions.set(write.addition.store, write.addition.id, write.addition);
                break;
            case 'setFields':
                this.fields = write.fields;
                break;
            case 'addRevision':
                this.revision = write.revision.number;
                break;
            case 'reset':
                this.revision = this.logStart = write.revision;
                this.#reset();
                break;
            case 'cutLog':
                this.logStart = write.logStart;
                for (const traces of [this.tombstones, this.additions]) {
                    forget<{ revision: number }>(traces, ({ revision }) => revision <= write.forget);
                }
                break;
            case 'putPhantom':
            case 'putVersionContent':
            case 'removeVersionContent':
            case 'addActivity':
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
            tombstones: valuesOf(this.tombstones),
            additions: valuesOf(this.additions)
        };
    }

    #reset(): void {
        const versions = this.records.stores.get(VERSIONS);
        this.#fill(withoutVersions(this.#initialContent()));
        if (versions) {
            this.records.stores.set(VERSIONS, versions);
        }
    }

    #unhash(store: string, id: RecordId): void {
        const record = this.#hash && this.records.get(store, id);
        if (record) {
            this.#hash?.remove(store, record);
        }
    }

    #fill(content: ProjectContent): void {
        this.fields = content.fields;
        this.#hash = null;
        this.records = new StoreMap();
        this.tombstones = new StoreMap();
        this.additions = new StoreMap();
        for (const [store, records] of content.stores) {
            for (const record of records) {
                this.records.set(store, record.id, record);
            }
        }
    }
}
