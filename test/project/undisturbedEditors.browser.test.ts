import { beforeEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { applyTheme } from '../support/renderRealtime.tsx';
import { converge, eventOf, isLive } from './support.ts';
import { barOf, countRevisions, day, nameOf, openEditor, press, received, resource, watch } from './viewSupport.ts';

beforeEach(() => applyTheme('light'));

describe('while a task editor is open', () => {
    /** Ada has set a longer duration, by which `c` follows, and typed a name that is not yet in the record. */
    async function edit() {
        const all = await watch();
        await barOf(all.scheduler, 'a');
        const fields = await openEditor(all.scheduler, 'a');
        await userEvent.click(fields.duration.input);
        await userEvent.keyboard('{Control>}a{/Control}4 d{Tab}');
        await expect
            .poll(() => [eventOf(all.ada, 'a').duration, +eventOf(all.ada, 'c').endDate])
            .toEqual([4, +day(11)]);
        await userEvent.fill(fields.name.input, 'Mine');
        countRevisions(all.ada);
        return { ...all, ...fields };
    }

    test('the rest of the schedule moves on; what is typed, where the cursor is, and the record itself stay', async () => {
        const { ada, ben, scheduler, name, duration } = await edit();
        eventOf(ben, 'b').name = 'B of Ben';
        eventOf(ben, 'a').eventColor = 'red';
        eventOf(ben, 'd').startDate = day(14);
        ben.eventStore.add({ id: 'new', name: 'New', startDate: day(3), duration: 2 } as never);
        ben.assignmentStore.add({ id: 'new-yard', event: 'new', resource: 'yard' } as never);
        resource(ben, 'hall').name = 'Great hall';
        await expect
            .poll(() => [
                nameOf(ada, 'b'),
                +eventOf(ada, 'd').startDate,
                nameOf(ada, 'new'),
                resource(ada, 'hall').name
            ])
            .toEqual(['B of Ben', +day(14), 'New', 'Great hall']);
        expect([name.value, String(duration.value), scheduler.features.taskEdit.isEditing]).toEqual([
            'Mine',
            '4 days',
            true
        ]);
        expect([document.activeElement, eventOf(ada, 'a').duration, eventOf(ada, 'a').eventColor]).toEqual([
            name.input,
            4,
            undefined
        ]);
        await barOf(scheduler, 'new');
        await press('Save');
        await converge([ada, ben], project => nameOf(project, 'a') === 'Mine' && eventOf(project, 'a').duration === 4);
        expect(eventOf(ada, 'a').eventColor).toBe('red');
        expect(ada.wsState.rejections).toEqual([]);
    });

    test('cancelling takes back what is one’s own and nothing else', async () => {
        const { ada, ben, adaLine } = await edit();
        // Of `c`, which has followed the edit, the engine will take that back.
        eventOf(ben, 'c').startDate = day(15);
        eventOf(ben, 'a').name = 'Theirs';
        eventOf(ben, 'b').duration = 3;
        await expect.poll(() => [+eventOf(ada, 'c').startDate, eventOf(ada, 'b').duration]).toEqual([+day(15), 3]);
        const sent = adaLine.sent.length;
        await press('Cancel');
        await converge(
            [ada, ben],
            project => nameOf(project, 'a') === 'Theirs' && eventOf(project, 'a').duration === 2
        );
        expect([+eventOf(ada, 'c').startDate, eventOf(ada, 'b').duration, ada.stm.length]).toEqual([+day(15), 3, 0]);
        expect(adaLine.sent.slice(sent).flatMap(({ data }) => data?.revisions ?? [])).toEqual([]);
    });

    test('one’s own step is undone alone, and says whose edit of the same would be lost', async () => {
        const { ada, ben } = await edit();
        eventOf(ben, 'a').name = 'Theirs';
        eventOf(ben, 'd').startDate = day(14);
        await expect.poll(() => +eventOf(ada, 'd').startDate).toBe(+day(14));
        await press('Save');
        await converge([ada, ben], project => nameOf(project, 'a') === 'Mine');
        expect(ada.stm.length).toBe(1);
        expect(await ada.wsGoThroughHistory('undo', 'ask')).toMatchObject([
            { id: 'a', fields: { name: 'Theirs' }, userName: 'Ben' }
        ]);
        await ada.wsGoThroughHistory('undo', 'all');
        await converge([ada, ben], project => nameOf(project, 'a') === 'A' && eventOf(project, 'a').duration === 2);
        expect(+eventOf(ada, 'd').startDate).toBe(+day(14));
    });

    test('what follows from others’ edits shows in it, around what is being typed', async () => {
        const { ada, ben, scheduler } = await watch();
        await barOf(scheduler, 'c');
        const { name } = await openEditor(scheduler, 'c');
        const start = scheduler.features.taskEdit.editor.query((each: any) => each.name === 'startDate');
        await userEvent.fill(name.input, 'Mine');
        name.input.setSelectionRange(1, 3);
        eventOf(ben, 'a').startDate = day(8);
        await expect.poll(() => [+eventOf(ada, 'c').startDate, +start.value]).toEqual([+day(10), +day(10)]);
        const { value, selectionStart, selectionEnd } = name.input as HTMLInputElement;
        expect([document.activeElement, value, selectionStart, selectionEnd]).toEqual([name.input, 'Mine', 1, 3]);
        await press('Save');
        await converge(
            [ada, ben],
            project => nameOf(project, 'c') === 'Mine' && +eventOf(project, 'c').startDate === +day(10)
        );
    });

    test('a record that somebody removes stays until the editor is closed; saving it is refused and says so', async () => {
        const { ada, ben, adaLine, scheduler, name } = await edit();
        ben.eventStore.remove('a');
        eventOf(ben, 'b').name = 'B of Ben';
        await received(ada, ben, adaLine);
        await expect.poll(() => nameOf(ada, 'b')).toBe('B of Ben');
        expect([!!eventOf(ada, 'a'), name.value, scheduler.features.taskEdit.isEditing]).toEqual([true, 'Mine', true]);
        await press('Save');
        await expect.poll(() => ada.wsState.rejections.map(({ code }) => code)).toEqual(['record-removed']);
        await converge([ada, ben], project => !eventOf(project, 'a'));
    });

    test('a record that somebody removes is gone when the editor is cancelled', async () => {
        const { ada, ben, adaLine } = await edit();
        ben.eventStore.remove('a');
        await received(ada, ben, adaLine);
        await press('Cancel');
        await converge([ada, ben], project => !eventOf(project, 'a'));
        expect(ada.wsState.rejections).toEqual([]);
    });

    test('its row may go, and what follows it', async () => {
        const { ada, ben, adaLine, name } = await edit();
        ben.resourceStore.remove('hall');
        ben.eventStore.remove('c');
        await received(ada, ben, adaLine);
        await expect.poll(() => eventOf(ada, 'c')).toBeUndefined();
        expect(name.value).toBe('Mine');
        await press('Cancel');
        await converge([ada, ben], project => !resource(project, 'hall') && !eventOf(project, 'c'));
    });

    test('it survives a lost connection and a dataset, and the rest is brought up to date', async () => {
        const { ada, ben, adaLine, scheduler, name } = await edit();
        adaLine.cut();
        await expect.poll(() => ada.wsState.connection.status).toBe('reconnecting');
        eventOf(ben, 'a').name = 'Theirs';
        eventOf(ben, 'b').name = 'B of Ben';
        ben.eventStore.remove('d');
        await expect.poll(() => ben.wsState.queue.length).toBe(0);
        adaLine.mend();
        await expect.poll(() => [nameOf(ada, 'b'), eventOf(ada, 'd')]).toEqual(['B of Ben', undefined]);
        await ada.wsLoad();
        eventOf(ben, 'b').name = 'B again';
        await expect.poll(() => nameOf(ada, 'b')).toBe('B again');
        expect([name.value, eventOf(ada, 'a').duration, scheduler.features.taskEdit.isEditing]).toEqual([
            'Mine',
            4,
            true
        ]);
        await press('Save');
        await isLive(ada);
        await converge([ada, ben], project => nameOf(project, 'a') === 'Mine' && eventOf(project, 'a').duration === 4);
    });
});

test('while a cell is edited, others’ edits show, and what is typed stays', async () => {
    const { ada, ben, scheduler } = await watch();
    await barOf(scheduler, 'b');
    await scheduler.features.cellEdit.startEditing({ id: 'hall', field: 'name' });
    await userEvent.keyboard('{Control>}a{/Control}Mine');
    eventOf(ben, 'b').name = 'B of Ben';
    resource(ben, 'shop').name = 'Shop of Ben';
    resource(ben, 'hall').name = 'Theirs';
    ben.resourceStore.add({ id: 'dock', name: 'Dock' } as never);
    await expect
        .poll(() => [nameOf(ada, 'b'), resource(ada, 'shop').name, resource(ada, 'dock')?.name])
        .toEqual(['B of Ben', 'Shop of Ben', 'Dock']);
    const input = document.activeElement as HTMLInputElement;
    expect([input.value, resource(ada, 'hall').name]).toEqual(['Mine', 'hall']);
    await userEvent.keyboard('{Enter}');
    // Enter goes on to the next cell.
    await expect.poll(() => scheduler.features.cellEdit.activeRecord?.id).toBe('shop');
    await userEvent.keyboard('{Escape}');
    await converge([ada, ben], project => resource(project, 'hall').name === 'Mine');
});

test('a cell that is left as it was shows what somebody else has set meanwhile', async () => {
    const { ada, ben, scheduler } = await watch();
    await barOf(scheduler, 'b');
    await scheduler.features.cellEdit.startEditing({ id: 'shop', field: 'name' });
    await userEvent.keyboard('{Control>}a{/Control}Given up');
    resource(ben, 'shop').name = 'Theirs';
    eventOf(ben, 'b').name = 'B of Ben';
    await expect.poll(() => nameOf(ada, 'b')).toBe('B of Ben');
    expect([(document.activeElement as HTMLInputElement).value, resource(ada, 'shop').name]).toEqual([
        'Given up',
        'shop'
    ]);
    // The first one takes back what was typed.
    await userEvent.keyboard('{Escape}{Escape}');
    await converge([ada, ben], project => resource(project, 'shop').name === 'Theirs');
});
