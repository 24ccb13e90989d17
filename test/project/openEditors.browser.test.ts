import { SchedulerPro } from '@bryntum/schedulerpro';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { applyTheme } from '../support/renderRealtime.tsx';
import { conflicts, hasConflicts } from './editConflictSupport.ts';
import { converge, eventOf, isSaved, joinTwo } from './support.ts';

beforeEach(() => applyTheme('light'));

async function show(project: WebSocketProjectModel, config: object): Promise<SchedulerPro> {
    const element = document.body.appendChild(document.createElement('div'));
    const scheduler = new SchedulerPro({
        appendTo: element,
        height: 400,
        project,
        columns: [{ field: 'name', text: 'Name', width: 160 }],
        startDate: new Date(2026, 0, 1),
        endDate: new Date(2026, 0, 20),
        ...config
    });
    onTestFinished(() => {
        scheduler.destroy();
        element.remove();
    });
    await expect.poll(() => element.querySelector('.b-sch-event')).toBeTruthy();
    return scheduler;
}

const editor = () => page.getByRole('dialog');
const field = () => editor().getByLabelText('Name', { exact: true });
const press = (name: string): Promise<void> => editor().getByRole('button', { name }).click();

/** Opens the editor of a bar. */
async function edit(scheduler: SchedulerPro, id: string): Promise<void> {
    scheduler.editEvent(scheduler.eventStore.getById(id) as never);
    await expect.element(field()).toBeVisible();
}

const SAFE = { enableTransactionalFeatures: true };

describe('somebody changes the same field while the editor of a bar stands open:', () => {
    test('saving overwrites it, which is remembered', async () => {
        const { ada, ben } = await joinTwo();
        const scheduler = await show(ada, SAFE);
        await edit(scheduler, 'a');
        await ben.wsEdit(() => void (eventOf(ben, 'a').name = 'Ben’s'));
        await isSaved(ben);
        await field().fill('Ada’s');
        await press('Save');
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ada’s');
        await hasConflicts(ada, 'a name');
        expect(conflicts(ada)[0]).toMatchObject({
            before: { name: 'A' },
            mine: { name: 'Ada’s' },
            theirs: { name: 'Ben’s' },
            userName: 'Ben'
        });
        expect(conflicts(ben)).toEqual([]);
    });

    test('saving something else overwrites nothing', async () => {
        const { ada, ben } = await joinTwo();
        const scheduler = await show(ada, SAFE);
        await edit(scheduler, 'a');
        await ben.wsEdit(() => void (eventOf(ben, 'a').eventColor = 'red'));
        await isSaved(ben);
        await field().fill('Ada’s');
        await press('Save');
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Ada’s');
        expect(eventOf(ada, 'a').eventColor).toBe('red');
        expect(conflicts(ada)).toEqual([]);
    });

    test('cancelling overwrites nothing, and an edit afterwards knows what it changes', async () => {
        const { ada, ben } = await joinTwo();
        const scheduler = await show(ada, SAFE);
        await edit(scheduler, 'b');
        await ben.wsEdit(() => void (eventOf(ben, 'b').name = 'Ben’s'));
        await isSaved(ben);
        await press('Cancel');
        await converge([ada, ben], project => eventOf(project, 'b').name === 'Ben’s');
        await ada.wsEdit(() => void (eventOf(ada, 'b').name = 'Ada knows'));
        await converge([ada, ben], project => eventOf(project, 'b').name === 'Ada knows');
        expect(conflicts(ada)).toEqual([]);
    });
});

describe.each([
    ['with transactions', SAFE],
    ['without transactions', {}]
])('somebody changes the same field while the editor of a cell stands open, in a scheduler %s:', (_, config) => {
    test('what is entered overwrites it, which is remembered', async () => {
        const { ada, ben } = await joinTwo();
        const scheduler = await show(ada, config);
        await userEvent.dblClick(document.querySelector('.b-grid-cell[data-column="name"]')!);
        await expect.poll(() => scheduler.features.cellEdit.isEditing).toBe(true);
        const before = ada.resourceStore.first as any;
        await ben.wsEdit(() => void ((ben.resourceStore.getById(before.id) as any).name = 'Ben’s'));
        await isSaved(ben);
        await userEvent.keyboard('{Control>}a{/Control}Ada’s{Enter}{Escape}');
        await converge([ada, ben], project => (project.resourceStore.getById(before.id) as any).name === 'Ada’s');
        await hasConflicts(ada, `${before.id} name`);
        expect(conflicts(ada)[0]).toMatchObject({ before: { name: 'hall' }, theirs: { name: 'Ben’s' } });
    });

    test('cancelling overwrites nothing, and an edit afterwards knows what it changes', async () => {
        const { ada, ben } = await joinTwo();
        const scheduler = await show(ada, config);
        await userEvent.dblClick(document.querySelector('.b-grid-cell[data-column="name"]')!);
        await expect.poll(() => scheduler.features.cellEdit.isEditing).toBe(true);
        const hall = (project: WebSocketProjectModel): any => project.resourceStore.getById('hall');
        await ben.wsEdit(() => void (hall(ben).name = 'Ben’s'));
        await isSaved(ben);
        // The first one may only take back what Ben has changed beneath it.
        await userEvent.keyboard('{Escape}{Escape}');
        expect(scheduler.features.cellEdit.isEditing).toBe(false);
        await converge([ada, ben], project => hall(project).name === 'Ben’s');
        await ada.wsEdit(() => void (hall(ada).name = 'Ada knows'));
        await converge([ada, ben], project => hall(project).name === 'Ada knows');
        expect(conflicts(ada)).toEqual([]);
    });
});
