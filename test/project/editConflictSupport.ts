import { expect } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { watchAuthors } from '../../src/store/editConflicts.ts';
import type { EditConflict } from '../../src/sync/editConflicts.ts';
import { converge, isSaved, joinProject, joinTwo, type Line } from './support.ts';

export const conflicts = (project: WebSocketProjectModel): readonly EditConflict[] => project.wsState.editConflicts;

/** Waits until so many edits are queued. */
export const hasQueued = (project: WebSocketProjectModel, length: number): Promise<void> =>
    expect.poll(() => project.wsState.queue.length).toBe(length);

export async function goOffline(project: WebSocketProjectModel, line: Line): Promise<void> {
    line.cut();
    await expect.poll(() => project.wsState.connection.status).not.toBe('live');
}

/** Waits until somebody has conflicts about these fields, and no others. */
export const hasConflicts = (project: WebSocketProjectModel, ...fields: string[]): Promise<void> =>
    expect.poll(() => conflicts(project).map(({ id, field }) => `${id} ${field}`)).toEqual(fields);

/** Ends a page of Ada's, and resolves when its unconfirmed edits are there for the next one. */
export async function closePage(project: WebSocketProjectModel): Promise<void> {
    const { wsAddress } = project;
    const held = async (): Promise<number> =>
        (await navigator.locks.query()).held!.filter(({ name }) => name!.includes(wsAddress!) && /ada/i.test(name!))
            .length;
    const before = await held();
    expect(before).toBeGreaterThan(0);
    project.destroy();
    await expect.poll(held).toBe(before - 1);
}

/** What is different between the two ways of coming back. */
export interface Return {
    ada: WebSocketProjectModel;
    ben: WebSocketProjectModel;
    adaLine: Line;
}

/**
 * Ada edits while she is offline and Ben edits meanwhile. Then she comes back: by reconnecting, or on another page, which
 * loads everything.
 */
export async function editBoth(
    way: 'reconnect' | 'reload',
    edit: (project: WebSocketProjectModel) => unknown,
    meanwhile: (project: WebSocketProjectModel) => unknown,
    config: object = {}
): Promise<Return> {
    const { server, ada, ben, adaLine } = await joinTwo(config);
    await goOffline(ada, adaLine);
    await ada.wsEdit(() => void edit(ada));
    await hasQueued(ada, 1);
    await ben.wsEdit(() => void meanwhile(ben));
    await isSaved(ben);
    if (way === 'reconnect') {
        adaLine.mend();
        await converge([ada, ben], () => true);
        return { ada, ben, adaLine };
    }
    await closePage(ada);
    const { project, line } = await joinProject(server, 'Ada', config);
    watchAuthors(project);
    await converge([project, ben], () => true);
    return { ada: project, ben, adaLine: line };
}
