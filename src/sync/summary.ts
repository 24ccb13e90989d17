import type { RecordId } from '../protocol/index.ts';

/** What an edit did to one record. */
export interface RecordChange {
    /** The store's name on the server: `events`, `resources`, `assignments`, … */
    store: string;
    kind: 'added' | 'updated' | 'removed';
    id: RecordId;
    /** What people call the record: its name, or for a link the names of both ends. */
    name: string;
    /** The new values of the fields that were set; dates as they travel, `YYYY-MM-DDTHH:mm:ss`. */
    fields: Record<string, unknown>;
}

/** What an edit is about, for showing it to people. */
export interface EditSummary {
    /** A few words in English, such as `Edit task Paint`. */
    title: string;
    /** What was edited, without what the engine calculated from it; at most the first 20 records. The first one is what it is about. */
    changes: RecordChange[];
}
