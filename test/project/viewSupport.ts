import { SchedulerPro } from '@bryntum/schedulerpro';
import { expect, onTestFinished } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { eventOf, joinTwo } from './support.ts';

/** A scheduler as a page without React has it; typed loosely, for tests look at what hosts do not. */
export function showIn(project: WebSocketProjectModel, config: object = {}): any {
    const element = document.body.appendChild(document.createElement('div'));
    const scheduler = new SchedulerPro({
        appendTo: element,
        height: 300,
        project,
        columns: [{ field: 'name', text: 'Name' }],
        startDate: new Date(2026, 0, 1),
        endDate: new Date(2026, 0, 20),
        ...config
    });
    onTestFinished(() => {
        if (!scheduler.isDestroyed) {
            scheduler.destroy();
        }
        element.remove();
    });
    return scheduler;
}

/** Waits until the bar of an event is drawn. */
export async function barOf(scheduler: any, id: string): Promise<HTMLElement> {
    const find = (): HTMLElement | null =>
        scheduler.getElementFromEventRecord(scheduler.project.eventStore.getById(id)) ?? null;
    await expect.poll(find).toBeTruthy();
    return find()!;
}

/** The places of the columns and rows one sees first: the name of the topmost row, how far it is from the top, and how far the time axis is scrolled. */
export function placeOf(scheduler: any): [name: string, offset: number, x: number] {
    const { y } = scheduler.scrollable;
    const row = scheduler.rowManager.rows.find(({ top, height }: any) => top + height > y);
    return [row.elements.locked.textContent.trim(), row.top - y, scheduler.timeAxisSubGrid.scrollable.x];
}

/** Presses a button of the popup that is open. */
export async function press(label: string): Promise<void> {
    const find = (): HTMLElement | undefined =>
        [...document.querySelectorAll<HTMLElement>('.b-popup button')].find(each => each.textContent.trim() === label);
    await expect.poll(find).toBeTruthy();
    find()!.click();
}

/** Opens the task editor; resolves to its fields. */
export async function openEditor(scheduler: any, id: string): Promise<{ name: any; duration: any }> {
    await scheduler.editEvent(scheduler.project.eventStore.getById(id));
    return editorFields(scheduler);
}

/** The fields of the editor that is open. */
export async function editorFields(scheduler: any): Promise<{ name: any; duration: any }> {
    const { taskEdit } = scheduler.features;
    await expect.poll(() => taskEdit.isEditing && taskEdit.editor?.isVisible).toBe(true);
    const field = (name: string): any => taskEdit.editor.query((each: any) => each.name === name);
    return { name: field('name'), duration: field('fullDuration') };
}

/** A scheduler that keeps others' edits out of what its user is doing. */
export const LIVE = { enableTransactionalFeatures: true, tickSize: 40 };

/** A day of the plan's month. */
export const day = (number: number): Date => new Date(2026, 0, number);
/** Name of an event. */
export const nameOf = (project: WebSocketProjectModel, id: string): unknown => eventOf(project, id)?.name;
/** The resource of this id. */
export const resource = (project: WebSocketProjectModel, id: string): any => project.resourceStore.getById(id);

/** Two people, the first of whom looks at a scheduler. */
export async function watch(config: object = {}) {
    const two = await joinTwo();
    return { ...two, scheduler: showIn(two.ada, { ...LIVE, ...config }) };
}

/** Waits until what somebody else has done so far is at this client, seen or not. */
export async function received(ada: WebSocketProjectModel, ben: WebSocketProjectModel, line: { sockets: any[] }) {
    await expect.poll(() => ben.wsState.queue.length + Number(ben.stm.isRecording)).toBe(0);
    const last = (ben as any).wsSync.engine.loaded.revision;
    await expect.poll(() => line.sockets.length > 0 && lastRevision(ada)).toBeGreaterThanOrEqual(last);
}

const seenRevisions = new WeakMap<WebSocketProjectModel, number>();

/** Number of the last revision whose message has arrived. */
function lastRevision(project: WebSocketProjectModel): number {
    return seenRevisions.get(project) ?? 0;
}

/** Notes what arrives at a project, for {@link received}. */
export function countRevisions(project: WebSocketProjectModel): void {
    project.on({
        wsMessage({ data }: { data: any }) {
            for (const { revision } of data?.data?.revisions ?? []) {
                seenRevisions.set(project, Number(String(revision).replace('server-', '')));
            }
        }
    } as never);
}
