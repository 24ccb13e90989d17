import { Grid, type SchedulerPro } from '@bryntum/schedulerpro';
import { beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { applyTheme } from '../support/renderRealtime.tsx';
import { converge, joinProject, joinTwo, snapshot, startServer } from './support.ts';
import { showIn } from './viewSupport.ts';

beforeEach(() => applyTheme('light'));

const states = (...views: SchedulerPro[]): boolean[] => views.map(({ readOnly }) => readOnly);

/** Views are noticed as soon as they have been put together. */
const settled = (): Promise<void> => Promise.resolve();

test('every view of a project is read-only with it, whenever it was made, and is its host’s again afterwards', async () => {
    const { project } = await joinProject(startServer(), 'Ada');
    const first = showIn(project);
    const locked = showIn(project, { readOnly: true });
    await settled();
    expect(states(first, locked)).toEqual([false, true]);
    project.wsReadOnly = true;
    expect(states(first, locked)).toEqual([true, true]);
    const late = showIn(project);
    await settled();
    expect(states(first, locked, late)).toEqual([true, true, true]);
    late.destroy();
    project.wsReadOnly = false;
    expect(states(first, locked)).toEqual([false, true]);
});

test('a view that the host makes editable meanwhile becomes so later', async () => {
    const { project } = await joinProject(startServer(), 'Ada');
    const scheduler = showIn(project, { readOnly: true });
    await settled();
    project.wsReadOnly = true;
    scheduler.readOnly = false;
    expect(scheduler.readOnly).toBe(true);
    project.wsReadOnly = null;
    expect(scheduler.readOnly).toBe(false);
    scheduler.readOnly = true;
    expect(scheduler.readOnly).toBe(true);
});

test('a view follows the project it shows, and no other', async () => {
    const server = startServer();
    const { project: one } = await joinProject(server, 'Ada', { wsReadOnly: true });
    const { project: two } = await joinProject(server, 'Ben', { wsProjectId: 2 });
    const scheduler = showIn(one);
    const other = showIn(two);
    await settled();
    expect(states(scheduler, other)).toEqual([true, false]);
    scheduler.project = two as never;
    await settled();
    expect(states(scheduler, other)).toEqual([false, false]);
    one.wsReadOnly = null;
    two.wsReadOnly = true;
    expect(states(scheduler, other)).toEqual([true, true]);
});

test('what is no view of the project is left alone', async () => {
    const { project } = await joinProject(startServer(), 'Ada', { wsReadOnly: true });
    const grid = new Grid({ store: project.resourceStore, columns: [{ field: 'name' }] });
    project.on({ load: () => {}, thisObj: grid });
    await settled();
    expect(grid.readOnly).toBe(false);
    grid.destroy();
});

test('bars cannot be pasted while the project is read-only, and can be afterwards', async () => {
    const { ada, ben } = await joinTwo();
    showIn(ada);
    await settled();
    const before = snapshot(ada);
    const paste = async (): Promise<void> => {
        await userEvent.click(document.querySelector('.b-sch-event')!);
        await userEvent.keyboard('{Control>}c{/Control}{Control>}v{/Control}');
    };
    await expect.poll(() => document.querySelector('.b-sch-event')).toBeTruthy();
    ada.wsReadOnly = true;
    let pastes = 0;
    ada.eventStore.on({ beforeAdd: () => void pastes++ });
    await paste();
    await converge([ada, ben], project => snapshot(project).join() === before.join());
    expect([pastes, ada.wsState.rejections.length]).toEqual([0, 0]);
    ada.wsReadOnly = false;
    await paste();
    await converge([ada, ben], project => project.eventStore.count === 5);
    expect(pastes).toBe(1);
});
