import type { EventModel } from '@bryntum/schedulerpro';
import { BryntumSchedulerPro } from '@bryntum/schedulerpro-react';
import { createRoot } from 'react-dom/client';
import { createRealtime, type Realtime } from '../../../src/index.ts';
import { barChanged, now, until } from './clock.ts';

const START = new Date(2026, 0, 5);
const END = new Date(2026, 2, 16);

/** The view of all measurements. */
export const VIEW = {
    startDate: START,
    endDate: END,
    viewPreset: 'weekAndMonth',
    columns: [{ text: 'Name', field: 'name', width: 120 }],
    enableTransactionalFeatures: true,
    displaySchedulingIssueResolutionPopup: false,
    eventSegmentsFeature: false
} as const;

let realtime: Realtime;

/** How an event is moved: by plain code, or through the kit's `edit`. */
export type EditKind = 'direct' | 'edit';

function root(): HTMLElement {
    return document.getElementById('root')!;
}

/** Shows a project of the server, and resolves when its bars are drawn. */
export async function openSchedule(address: string, userName: string): Promise<void> {
    realtime = createRealtime({ wsAddress: address, wsProjectId: 1 });
    createRoot(root()).render(
        <div className="bench-schedule">
            <BryntumSchedulerPro project={realtime.project} {...VIEW} columns={[...VIEW.columns]} />
        </div>
    );
    await realtime.login({ userName });
    await settled();
    await until(() => root().querySelector('.b-sch-event-wrap'));
}

/** Resolves once nothing is under way. */
export async function settled(): Promise<void> {
    await until(() => {
        const { queue, connection } = realtime.store.getState();
        const { isRecording } = realtime.project.stm;
        return connection.status === 'live' && queue.length === 0 && !isRecording;
    });
}

/** Moves an event; returns when that was. */
export function edit(kind: EditKind, event: number, day: number): number {
    const record = realtime.project.eventStore.getById(event) as EventModel;
    const move = (): void => {
        record.startDate = new Date(2026, 0, day);
    };
    const start = now();
    if (kind === 'edit') {
        void realtime.edit(move);
    } else {
        move();
    }
    return start;
}

/** Resolves with the instant at which somebody else's edit of the event is drawn here. */
export function seen(event: number): Promise<number> {
    return barChanged(root(), event);
}
