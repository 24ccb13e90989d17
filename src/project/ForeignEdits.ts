import type { Model, ProjectModel, Store } from '@bryntum/schedulerpro';
import {
    canonicalStore,
    CHANGE_KINDS,
    storeEntries,
    StoreMap,
    type RecordId,
    type ServerRevision
} from '../protocol/index.ts';
import { wasEditedIn } from './edited.ts';
import { listen } from './engine.ts';
import { CONSTRAINT, isCalculatedField } from './stores.ts';

/** What somebody else has done to a record after one's own step. */
export interface ForeignEdit {
    /** The store's id: `events`, `resources`, `assignments`, … */
    store: string;
    id: RecordId;
    /** What people call the record. */
    name: string;
    kind: 'updated' | 'removed';
    /** The values they set of the fields that one's own step had set, too; dates `YYYY-MM-DDTHH:mm:ss`. */
    fields: Record<string, unknown>;
    /** Who; `null` when the server does not say. */
    userName: string | null;
    /** When, epoch milliseconds by the server's clock; `null` when the server does not say. */
    at: number | null;
}

/** A step of the engine's undo history, as far as it is used here. */
export interface Step {
    title?: string;
    queue: Action[];
}

interface Action {
    type: string;
    model?: Model;
    modelList?: Model[];
    store?: Store;
    oldData?: Record<string, unknown>;
    newData?: Record<string, unknown>;
}

/** Whose revision something came with; not the revision itself, which would be kept with all its changes. */
type Author = Pick<ServerRevision, 'revision' | 'userName' | 'at'>;

interface Noted {
    order: number;
    by: Author;
    value: unknown;
}

/** Stands for the removal of a record among its fields. */
const REMOVED = '$removed';

/** Fields that the engine calculates from each other. */
const SCHEDULE = ['startDate', 'endDate', ...CONSTRAINT];

/** The fields in which an edit of this field would be lost. */
function relatives(field: string): string[] {
    return SCHEDULE.includes(field) ? SCHEDULE : field === 'duration' ? ['duration', 'endDate'] : [field];
}

/**
 * Keeps what others have set, field by field, and how that lies to one's own undo steps: an undo that does not ask
 * overwrites what others have done since.
 */
export class ForeignEdits {
    /** Called with every revision, one's own too, before anything knows of it. */
    onArrive = (_revision: ServerRevision): void => {};
    /** Called with every revision of somebody else, or part of it, that is about to be shown. */
    onForeign = (_revision: ServerRevision): void => {};
    readonly #project: ProjectModel;
    readonly #stores: () => ReadonlyMap<string, Store>;
    readonly #edits = new StoreMap<Map<string, Noted>>();
    /** When a step was last done or undone. */
    readonly #orders = new WeakMap<Step, number>();
    #order = 0;

    /** @param stores the project's stores by the server's names */
    constructor(project: ProjectModel, stores: () => ReadonlyMap<string, Store>) {
        this.#project = project;
        this.#stores = stores;
    }

    /** Watches the undo history; returns what stops that. */
    watch(): () => void {
        const note = (step: Step | undefined): unknown => step && this.#orders.set(step, ++this.#order);
        return listen(this.#project.stm, {
            recordingStop: ({ transaction }) => note(transaction),
            restoringStop: ({ transactions }) => transactions.forEach(note)
        });
    }

    /** Counts what others have done and own steps, for {@link since}. */
    get order(): number {
        return this.#order;
    }

    /** What others have set of these fields of a record since an earlier {@link order}, and who did so last. */
    since(
        store: string,
        id: RecordId,
        fields: readonly string[],
        order: number
    ): { values: Record<string, unknown>; by: Author } | null {
        const noted = [...(this.#edits.get(store, id) ?? [])].filter(
            ([field, edit]) => edit.order > order && fields.includes(field)
        );
        const last = noted.toSorted(([, a], [, b]) => b.order - a.order)[0]?.[1];
        return last
            ? { values: Object.fromEntries(noted.map(([field, { value }]) => [field, value])), by: last.by }
            : null;
    }

    /** Notes what somebody else has set. */
    note(arrived: ServerRevision): void {
        this.onForeign(arrived);
        this.#order++;
        const { revision, userName, at, changes } = arrived;
        const by: Author = { revision, userName, at };
        for (const [name, { $input = {} }] of storeEntries(changes)) {
            const store = canonicalStore(name);
            for (const kind of CHANGE_KINDS) {
                for (const { id, ...fields } of $input[kind] ?? []) {
                    const noted = this.#edits.get(store, id!) ?? new Map<string, Noted>();
                    this.#edits.set(store, id!, noted);
                    for (const [field, value] of Object.entries(kind === 'removed' ? { [REMOVED]: true } : fields)) {
                        noted.set(field, { order: this.#order, by, value });
                    }
                    if (kind === 'added') {
                        noted.delete(REMOVED);
                    }
                }
            }
        }
    }

    /**
     * Finds where steps and what others have done since are in each other's way.
     * @param direction which way the steps are to be gone
     * @param isTaken called for every part in the way; what it returns `true` for is taken out of the steps
     */
    compare(
        steps: readonly Step[],
        direction: 'undo' | 'redo',
        isTaken: (edit: ForeignEdit, isOwn: boolean) => boolean
    ): void {
        for (const step of steps) {
            const since = this.#orders.get(step) ?? 0;
            for (const action of step.queue) {
                const { model, modelList, type } = action;
                if (model) {
                    this.#compareUpdate(step, action, model, since, isTaken);
                } else if (modelList && type.includes(direction === 'undo' ? 'Add' : 'Remove')) {
                    // Going there removes the records, with all that others have done to them.
                    const rest = modelList.filter(record => {
                        const edit = this.#find(record, since, null);
                        return !edit || !isTaken(edit, true);
                    });
                    modelList.splice(0, modelList.length, ...rest);
                }
            }
        }
    }

    #compareUpdate(
        step: Step,
        { oldData, newData }: Action,
        model: Model,
        since: number,
        isTaken: (edit: ForeignEdit, isOwn: boolean) => boolean
    ): void {
        const store = this.#storeOf(model);
        const isEdited = wasEditedIn(step, model);
        for (const isOwn of [true, false]) {
            const fields = Object.keys({ ...oldData, ...newData }).filter(
                field => isOwn === (isEdited || !isCalculatedField(store, field))
            );
            const edit = this.#find(model, since, fields);
            if (edit && isTaken(edit, isOwn)) {
                const lost = fields.filter(
                    field => edit.kind === 'removed' || relatives(field).some(relative => relative in edit.fields)
                );
                for (const field of lost) {
                    delete oldData?.[field];
                    delete newData?.[field];
                }
            }
        }
    }

    /** @param fields those of interest; `null`: all */
    #find(model: Model, since: number, fields: readonly string[] | null): ForeignEdit | null {
        const store = this.#storeOf(model);
        const noted = [...(this.#edits.get(store, model.id) ?? [])].filter(
            ([field, { order }]) =>
                order > since && (field === REMOVED || !fields || fields.some(own => relatives(own).includes(field)))
        );
        const last = noted.toSorted(([, a], [, b]) => b.order - a.order)[0]?.[1];
        if (!last || (fields && !fields.length)) {
            return null;
        }
        const isRemoved = noted.some(([field]) => field === REMOVED);
        const { name } = model as Model & { name?: unknown };
        const { userName, at } = last.by;
        return {
            store,
            id: model.id,
            name: String(name ?? model.id),
            kind: isRemoved ? 'removed' : 'updated',
            fields: isRemoved ? {} : Object.fromEntries(noted.map(([field, { value }]) => [field, value])),
            userName: userName ?? null,
            at: at ?? null
        };
    }

    #storeOf(model: Model): string {
        return (
            [...this.#stores()].find(([, { modelClass }]) => model instanceof (modelClass as typeof Model))?.[0] ?? ''
        );
    }
}
