import { DateHelper, type EventModel, type ProjectModel } from '@bryntum/schedulerpro';
import { storeEntries, type Changes, type RecordData } from '../protocol/index.ts';
import { isEventStore, LOCAL_DATE_FORMAT } from './storeNames.ts';

/** What the engine calculates of an event and the server stores as its author calculated it. */
type Values = Partial<Record<'startDate' | 'endDate' | 'duration', unknown>>;

const FIELDS = ['startDate', 'endDate', 'duration'] as const;

/**
 * Knows which calculated values of the events the server has stored.
 *
 * A revision carries what its author calculated. When somebody else's revision got its number first, the engine
 * calculates anew on every client, but the server keeps what was calculated without knowing of the other. The author
 * compares the two and tells the server, so that a page that loads later shows what all others show.
 */
export class CalculatedValues {
    readonly #project: ProjectModel;
    readonly #stored = new Map<string, Values>();

    constructor(project: ProjectModel) {
        this.#project = project;
    }

    #read(event: EventModel): Values {
        const format = (date: Date | string | null): string | null =>
            date ? DateHelper.format(date as Date, LOCAL_DATE_FORMAT) : null;
        return { startDate: format(event.startDate), endDate: format(event.endDate), duration: event.duration };
    }

    #events(): EventModel[] {
        return this.#project.eventStore.records as EventModel[];
    }

    /** The project was loaded: everybody who loads the same calculates the same. */
    loaded(): void {
        this.#stored.clear();
        this.#events().forEach(event => this.#stored.set(String(event.id), this.#read(event)));
    }

    /** The server has stored a revision. */
    stored(changes: Changes): void {
        for (const [name, { $input, added, updated, removed }] of storeEntries(changes)) {
            if (isEventStore(name)) {
                const records = [$input?.added, $input?.updated, added, updated].flatMap(list => list ?? []);
                records.forEach(record => this.#merge(record));
                removed?.forEach(({ id }) => this.#stored.delete(String(id)));
            }
        }
    }

    #merge(record: RecordData): void {
        const values = { ...this.#stored.get(String(record.id)) };
        for (const field of FIELDS) {
            if (field in record) {
                values[field] = record[field];
            }
        }
        this.#stored.set(String(record.id), values);
    }

    /**
     * The changes that make the server store what the engine shows; `null` if it does already. An event without dates
     * says nothing: the engine empties them while it has not calculated.
     */
    difference(): Changes | null {
        const updated = this.#events().flatMap(event => {
            const [stored, shown] = [this.#stored.get(String(event.id)), this.#read(event)];
            const isCalculated = shown.startDate !== null && shown.endDate !== null;
            const isStored = !stored || !isCalculated || FIELDS.every(field => stored[field] === shown[field]);
            return isStored ? [] : [{ id: event.id, ...shown }];
        });
        return updated.length ? { [String(this.#project.eventStore.id)]: { updated } } : null;
    }
}
