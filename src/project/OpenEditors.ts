import type { Model } from '@bryntum/schedulerpro';
import type { RecordData, RecordId } from '../protocol/index.ts';
import { listen } from './engine.ts';
import type { EngineBridge } from './EngineBridge.ts';
import { snapshot } from './stores.ts';
import type { View, Views } from './Views.ts';

/** A record in an editor. */
interface OpenRecord {
    /** How it was when the editor opened. */
    before: RecordData;
    /** What others had done up to then. */
    order: number;
    /** The editor is closed, but what was entered has not become an edit yet. */
    isClosing: boolean;
}

/** What the editors of views tell: of bars in two ways, and of cells. */
interface EditorEvent {
    taskRecord?: Model;
    eventRecord?: Model;
    editorContext?: { record: Model };
}

/** Knows which records stand in open editors, and since when: whoever types there does not see what others do. */
export class OpenEditors {
    readonly #engine: EngineBridge;
    readonly #open = new Map<Model, OpenRecord>();
    readonly #views: Views;
    readonly #watched = new WeakSet<View>();

    constructor(engine: EngineBridge, views: Views) {
        this.#engine = engine;
        this.#views = views;
        views.each(view => this.#watch(view));
    }

    #watch(view: View): void {
        const open = (event: EditorEvent): void => this.#opened(recordOf(event));
        const close = (event: EditorEvent): void => void this.#closed(recordOf(event));
        if (!this.#watched.has(view)) {
            this.#watched.add(view);
            listen(view, {
                beforeTaskEditShow: open,
                afterTaskEdit: close,
                beforeEventEditShow: open,
                afterEventEdit: close,
                startCellEdit: open,
                finishCellEdit: close,
                cancelCellEdit: close
            });
        }
    }

    #opened(record: Model | undefined): void {
        if (record && (this.#open.get(record)?.isClosing ?? true)) {
            this.#open.set(record, { before: snapshot(record), order: this.#engine.foreign.order, isClosing: false });
        }
    }

    async #closed(record: Model | undefined): Promise<void> {
        const closed = record && this.#open.get(record);
        if (closed) {
            closed.isClosing = true;
            await this.#engine.settle();
            if (this.#open.get(record) === closed) {
                this.#open.delete(record);
            }
        }
    }

    /** Not every editor tells that it closes: one whose row is drawn anew just goes. */
    #isInEditor(record: Model): boolean {
        return this.#views.shown.some(({ features = {} }) =>
            Object.values(features).some(
                feature => feature.isEditing && [feature.record, feature.activeRecord].includes(record)
            )
        );
    }

    /** The editor in which a record stands, or stood until what was entered has become an edit. */
    find(store: string, id: RecordId): OpenRecord | undefined {
        const record = this.#open.size ? this.#engine.recorder.find(store, id) : null;
        const open = record ? this.#open.get(record) : undefined;
        if (open && !open.isClosing && !this.#isInEditor(record!)) {
            this.#open.delete(record!);
            return undefined;
        }
        return open;
    }
}

function recordOf({ taskRecord, eventRecord, editorContext }: EditorEvent): Model | undefined {
    return taskRecord ?? eventRecord ?? editorContext?.record;
}
