import { beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { applyTheme } from '../support/renderRealtime.tsx';
import { converge, eventOf, isSaved, joinProject, record, startServer } from './support.ts';
import { barOf, day, LIVE, nameOf, openEditor, press, showIn, watch } from './viewSupport.ts';

beforeEach(() => applyTheme('light'));

describe('while an editor is open and something else happens', () => {
    test.each([2, 1])('everything has to be loaded again (dialect %i)', async dialect => {
        const options = { isDialect1: dialect === 1 };
        const server = startServer();
        const [{ project: ada, line }, { project: ben }] = await Promise.all([
            joinProject(server, 'Ada', {}, options),
            joinProject(server, 'Ben')
        ]);
        const scheduler = showIn(ada, LIVE);
        await barOf(scheduler, 'a');
        const { name } = await openEditor(scheduler, 'a');
        await userEvent.fill(name.input, 'Mine');
        eventOf(ben, 'b').name = 'B of Ben';
        await expect.poll(() => nameOf(ada, 'b')).toBe('B of Ben');
        eventOf(ben, 'a').eventColor = 'red';
        ben.eventStore.remove('d');
        await isSaved(ben);
        let loads = 0;
        ada.on({ wsReceiveDataset: () => void loads++ } as never);
        if (options.isDialect1) {
            // It has no other way to catch up.
            line.sockets.at(-1)!.break();
        } else {
            line.sockets.at(-1)!.deliver(JSON.stringify({ command: 'resync', data: { project: 1, reason: 'state' } }));
        }
        await expect.poll(() => [loads, eventOf(ada, 'd')]).toEqual([1, undefined]);
        eventOf(ben, 'b').name = 'B again';
        await expect.poll(() => nameOf(ada, 'b')).toBe('B again');
        expect([name.value, scheduler.features.taskEdit.isEditing]).toEqual(['Mine', true]);
        await press('Save');
        await converge([ada, ben], project => nameOf(project, 'a') === 'Mine');
        expect(eventOf(ada, 'a').eventColor).toBe('red');
    });

    test('the engine breaks: it is made anew when the editor is closed, and nothing is missing', async () => {
        const { ada, ben, scheduler } = await watch();
        await barOf(scheduler, 'a');
        const { name } = await openEditor(scheduler, 'a');
        await userEvent.fill(name.input, 'Mine');
        const commit = vi.spyOn(ada, 'commitAsync').mockRejectedValueOnce(new Error('broken by this test'));
        const broken = record(ada, 'wsError');
        eventOf(ben, 'b').name = 'B of Ben';
        await expect.poll(() => broken.map(({ error }) => error.message)).toEqual(['broken by this test']);
        commit.mockRestore();
        ben.eventStore.remove('d');
        await isSaved(ben);
        expect([name.value, scheduler.features.taskEdit.isEditing]).toEqual(['Mine', true]);
        await press('Save');
        await converge([ada, ben], project => nameOf(project, 'a') === 'Mine' && !eventOf(project, 'd'));
        expect(nameOf(ada, 'b')).toBe('B of Ben');
    });

    test.each([1, 2, 3, 4])('others do anything, again and again: all ends the same (%i)', async seed => {
        const { ada, ben, scheduler } = await watch();
        await barOf(scheduler, 'a');
        let state = seed;
        const random = (below: number): number => {
            state = (state * 48_271) % 2_147_483_647;
            return state % below;
        };
        const one = (store: any): any => store.getAt(random(store.count));
        const edits: (() => void)[] = [
            () => (one(ben.eventStore).name = `N${random(100)}`),
            () => one(ben.eventStore).setStartDate(day(3 + random(12))),
            () => (one(ben.eventStore).duration = 1 + random(4)),
            () => (one(ben.assignmentStore).resource = one(ben.resourceStore)),
            () => void ben.eventStore.add({ name: 'New', startDate: day(3 + random(12)), duration: 2 } as never),
            () => void (ben.eventStore.count > 3 && ben.eventStore.remove(one(ben.eventStore))),
            () => (one(ben.resourceStore).name = `R${random(100)}`)
        ];
        for (let round = 0; round < 4; round++) {
            const edited = one(ada.eventStore);
            // oxlint-disable no-await-in-loop -- one after the other, as people do
            const { name, duration } = await openEditor(scheduler, edited.id);
            await userEvent.click(duration.input);
            await userEvent.keyboard(`{Control>}a{/Control}${1 + random(5)} d{Tab}`);
            await userEvent.fill(name.input, `Mine ${round}`);
            for (let count = 0; count < 4; count++) {
                edits[random(edits.length)]!();
                await isSaved(ben);
            }
            const last = (ben as any).wsSync.engine.loaded.revision;
            await expect.poll(() => (ada as any).wsSync.engine.loaded.revision).toBe(last);
            expect([name.value, scheduler.features.taskEdit.isEditing]).toEqual([`Mine ${round}`, true]);
            const isSaving = random(2) === 1;
            await press(isSaving ? 'Save' : 'Cancel');
            await expect.poll(() => scheduler.features.taskEdit.isEditing).toBe(false);
            await converge([ada, ben], () => true);
            expect(['removed', isSaving]).toContain(
                eventOf(ben, edited.id) ? nameOf(ben, edited.id) === `Mine ${round}` : 'removed'
            );
            // oxlint-enable no-await-in-loop
        }
        expect(ada.wsState.desyncs).toBe(0);
    });
});
