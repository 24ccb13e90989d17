import type { Model } from '@bryntum/schedulerpro';
import type { StoreMap, RecordId } from '../protocol/index.ts';
import type { Mirror } from '../sync/Mirror.ts';
import type { Recorder } from './Recorder.ts';

/** Whether a record has to stay as it is for now. */
export type IsKept = (store: string, id: RecordId) => boolean;

/** Names of the fields in which assignments and dependencies say which events they are about. */
const OF_EVENTS = ['event', 'eventId', 'fromEvent', 'from', 'toEvent', 'to'];

/**
 * What a user is editing: what he has changed already, the records in open editors, and, since the editor of an event
 * shows them too, its assignments and dependencies. Its row may change, but not go: the editor would be closed.
 */
export function keepEdited(
    recorder: Recorder,
    mirror: Mirror,
    drafts: StoreMap<unknown>,
    records: readonly Model[]
): IsKept {
    const events = new Set<unknown>();
    const isOpen = (store: string, id: RecordId): boolean => {
        const record = recorder.find(store, id);
        return record !== null && records.includes(record);
    };
    records.forEach(record => recorder.find('events', record.id) === record && events.add(String(record.id)));
    const isAbout = (data: object | null | undefined): boolean =>
        OF_EVENTS.some(field => {
            const value = (data as Record<string, unknown> | null | undefined)?.[field];
            return value != null && events.has(String((value as Partial<Model>).id ?? value));
        });
    const rows = new Set(
        [...events].flatMap(id => {
            const { resources } = recorder.find('events', id as RecordId) as Model & { resources?: Model[] };
            return resources?.map(row => String(row.id)) ?? [];
        })
    );
    return (store, id) =>
        drafts.has(store, id) ||
        isOpen(store, id) ||
        (store === 'resources' && rows.has(String(id)) && !mirror.get(store, id)) ||
        ((store === 'assignments' || store === 'dependencies') &&
            events.size > 0 &&
            (isAbout(mirror.get(store, id)) || isAbout(recorder.find(store, id))));
}
