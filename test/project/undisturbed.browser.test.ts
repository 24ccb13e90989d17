import { beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { createProject } from '../../src/server/core.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { mouse, placeIn } from '../support/mouse.ts';
import { applyTheme } from '../support/renderRealtime.tsx';
import { converge, eventOf, isLive, isSaved, joinProject, joinTwo, PLAN, record, startServer } from './support.ts';
import { barOf, editorFields, openEditor, placeOf, press, showIn } from './viewSupport.ts';

const LIVE = { enableTransactionalFeatures: true, tickSize: 40 };

const day = (number: number): Date => new Date(2026, 0, number);
const nameOf = (project: WebSocketProjectModel, id: string): unknown => eventOf(project, id)?.name;
const resource = (project: WebSocketProjectModel, id: string): any => project.resourceStore.getById(id);

beforeEach(() => applyTheme('light'));

/** Two people, the first of whom looks at a scheduler. */
async function watch(config: object = {}) {
    const two = await joinTwo();
    return { ...two, scheduler: showIn(two.ada, { ...LIVE, ...config }) };
}

/** Waits until what somebody else has done so far is at this client, seen or not. */
async function received(ada: WebSocketProjectModel, ben: WebSocketProjectModel, line: { sockets: any[] }) {
    await expect.poll(() => ben.wsState.queue.length + Number(ben.stm.isRecording)).toBe(0);
    const last = (ben as any).wsSync.engine.loaded.revision;
    await expect.poll(() => line.sockets.length > 0 && lastRevision(ada)).toBeGreaterThanOrEqual(last);
}

const seenRevisions = new WeakMap<WebSocketProjectModel, number>();

/** Number of the last revision whose message has arrived. */
function lastRevision(project: WebSocketProjectModel): number {
    return seenRevisions.get(project) ?? 0;
}

function countRevisions(project: WebSocketProjectModel): void {
    project.on({
        wsMessage({ data }: { data: any }) {
            for (const { revision } of data?.data?.revisions ?? []) {
                seenRevisions.set(project, Number(String(revision).replace('server-', '')));
            }
        }
    } as never);
}

describe('during a gesture', () => {
    test.each([
        ['a drag', 0.5, (scheduler: any) => scheduler.features.eventDrag.isDragging, () => ({ startDate: +day(7) })],
        ['a resize', 0.97, (scheduler: any) => scheduler.features.eventResize.isResizing, () => ({ duration: 4 })]
    ])('%s goes on, and what arrived shows afterwards', async (_, at, isGoingOn, result) => {
        const { ada, ben, adaLine, scheduler } = await watch();
        countRevisions(ada);
        const bar = await barOf(scheduler, 'b');
        const [x, y] = placeIn(bar, at);
        await mouse.down(x, y);
        await mouse.move(x + 10, y);
        await mouse.move(x + 60, y);
        await expect.poll(() => isGoingOn(scheduler)).toBe(true);
        eventOf(ben, 'b').name = 'B of Ben';
        eventOf(ben, 'd').name = 'D of Ben';
        ben.eventStore.remove('c');
        await received(ada, ben, adaLine);
        expect([isGoingOn(scheduler), nameOf(ada, 'b'), bar.isConnected]).toEqual([true, 'B', true]);
        await mouse.move(x + 80, y);
        await mouse.up(x + 80, y);
        await converge([ada, ben], project => nameOf(project, 'b') === 'B of Ben' && !eventOf(project, 'c'));
        const { startDate, duration } = eventOf(ben, 'b');
        expect({ startDate: +startDate, duration }).toMatchObject(result());
    });

    test('a dependency can be drawn on', async () => {
        const { ada, ben, adaLine, scheduler } = await watch();
        countRevisions(ada);
        const bar = await barOf(scheduler, 'b');
        await mouse.move(...placeIn(bar));
        const terminal = (): Element | null => bar.querySelector('.b-sch-terminal-end');
        await expect.poll(terminal).toBeTruthy();
        const [x, y] = placeIn(terminal()!);
        const [toX, toY] = placeIn(await barOf(scheduler, 'c'), 0.1);
        await mouse.down(x, y);
        await mouse.move(x + 10, y);
        await mouse.move(toX, toY);
        await expect.poll(() => !!scheduler.features.dependencies.creationData).toBe(true);
        eventOf(ben, 'c').name = 'C of Ben';
        await received(ada, ben, adaLine);
        expect([!!scheduler.features.dependencies.creationData, nameOf(ada, 'c')]).toEqual([true, 'C']);
        await mouse.up(toX, toY);
        await converge(
            [ada, ben],
            project => project.dependencyStore.count === 2 && nameOf(project, 'c') === 'C of Ben'
        );
    });

    test('a new bar can be drawn, and others’ edits go on while its editor is open', async () => {
        const { ada, ben, adaLine, scheduler } = await watch();
        countRevisions(ada);
        await barOf(scheduler, 'b');
        const [x, y] = placeIn(scheduler.getRowFor(resource(ada, 'yard')).elements.normal, 0.1);
        await mouse.down(x, y);
        await mouse.move(x + 10, y);
        await mouse.move(x + 80, y);
        eventOf(ben, 'c').name = 'C of Ben';
        await received(ada, ben, adaLine);
        expect(nameOf(ada, 'c')).toBe('C');
        await mouse.up(x + 80, y);
        const { name } = await editorFields(scheduler);
        await expect.poll(() => nameOf(ada, 'c')).toBe('C of Ben');
        await userEvent.fill(name.input, 'Mine');
        eventOf(ben, 'd').name = 'D of Ben';
        await expect.poll(() => nameOf(ada, 'd')).toBe('D of Ben');
        expect([name.value, ada.eventStore.count, ben.eventStore.count]).toEqual(['Mine', 5, 4]);
        await press('Save');
        await converge([ada, ben], project => project.eventStore.find((each: any) => each.name === 'Mine'));
    });

    test('a new bar that is given up is gone, and others’ edits are there', async () => {
        const { ada, ben, scheduler } = await watch();
        await barOf(scheduler, 'b');
        const [x, y] = placeIn(scheduler.getRowFor(resource(ada, 'yard')).elements.normal, 0.1);
        await mouse.down(x, y);
        await mouse.move(x + 10, y);
        await mouse.move(x + 80, y);
        await mouse.up(x + 80, y);
        await editorFields(scheduler);
        eventOf(ben, 'd').startDate = day(14);
        ben.eventStore.remove('c');
        await expect.poll(() => [+eventOf(ada, 'd').startDate, eventOf(ada, 'c')]).toEqual([+day(14), undefined]);
        await press('Cancel');
        await converge([ada, ben], project => project.eventStore.count === 3 && +eventOf(project, 'd').startDate);
        expect(ada.wsState.rejections).toEqual([]);
    });
});

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
            line.cut();
            await expect.poll(() => ada.wsState.connection.status).toBe('reconnecting');
            line.mend();
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

test('a drag that lasts keeps no more waiting than can be asked for again', async () => {
    const { ada, ben, scheduler } = await watch();
    const bar = await barOf(scheduler, 'b');
    const [x, y] = placeIn(bar);
    await mouse.down(x, y);
    await mouse.move(x + 10, y);
    await mouse.move(x + 40, y);
    await expect.poll(() => scheduler.features.eventDrag.isDragging).toBe(true);
    for (let revision = 1; revision <= 1_200; revision++) {
        // oxlint-disable-next-line no-await-in-loop -- each of them a revision
        await ben.sendRevisions([
            {
                revision: `many-${revision}`,
                clientId: ben.clientId!,
                changes: {
                    events: {
                        updated: [{ id: 'd', name: `D${revision}` }],
                        $input: { updated: [{ id: 'd', name: `D${revision}` }] }
                    }
                }
            }
        ]);
    }
    await expect.poll(() => ben.wsState.queue.length, { timeout: 20_000 }).toBe(0);
    expect([scheduler.features.eventDrag.isDragging, nameOf(ada, 'd')]).toEqual([true, 'D']);
    await mouse.up(x + 40, y);
    await expect.poll(() => nameOf(ada, 'd'), { timeout: 20_000 }).toBe('D1200');
    await isLive(ada);
});

describe('where one is', () => {
    /** A thousand events on 200 rows, and somebody in the midst of them. */
    async function inTheMidst() {
        const resourcesData = Array.from({ length: 200 }, (_, index) => ({ id: `r${index}`, name: `Row ${index}` }));
        const eventsData = Array.from({ length: 1_000 }, (_, index) => ({
            ...(PLAN.eventsData[0] as object),
            id: `e${index}`,
            name: `E${index}`,
            startDate: day(3 + 3 * Math.floor(index / 200)),
            endDate: undefined
        }));
        const assignmentsData = eventsData.map(({ id }, index) => ({
            id: `a${index}`,
            event: id,
            resource: `r${index % 200}`
        }));
        const dataset = { ...PLAN, resourcesData, eventsData, assignmentsData, dependenciesData: [] };
        const server = createInPageServer({
            fill(storage) {
                const copy = (): any => JSON.parse(JSON.stringify(dataset));
                const other = copy();
                other.resourcesData[0].name = 'First';
                createProject(storage, { id: 1, name: 'Big', dataset: copy() });
                createProject(storage, { id: 2, name: 'Other', dataset: other });
            }
        });
        const { ada, ben } = await joinTwo({}, server);
        const scheduler = showIn(ada, { ...LIVE, tickSize: 100, multiEventSelect: true });
        await barOf(scheduler, 'e0');
        scheduler.scrollable.y = 2_000;
        scheduler.timeAxisSubGrid.scrollable.x = 300;
        await expect.poll(() => placeOf(scheduler)).toEqual(['Row 33', -20, 300]);
        return { ada, ben, scheduler };
    }

    const selected = (scheduler: any): string[] => scheduler.selectedEvents.map(({ id }: any) => id);

    test('rows stay where they are, bars selected, whatever others do above, below and to them', async () => {
        const { ada, ben, scheduler } = await inTheMidst();
        const place = placeOf(scheduler);
        scheduler.selectedEvents = [eventOf(ada, 'e34'), eventOf(ada, 'e35')];
        ben.resourceStore.remove('r3');
        await converge([ada, ben], project => !resource(project, 'r3'));
        expect(placeOf(scheduler)).toEqual(place);
        ben.resourceStore.remove(['r4', 'r5', 'r6', 'r100']);
        (ben.resourceStore as any).add({ id: 'last', name: 'Last' });
        eventOf(ben, 'e34').name = 'Renamed';
        eventOf(ben, 'e35').startDate = day(9);
        await converge(
            [ada, ben],
            project => project.resourceStore.count === 196 && nameOf(project, 'e34') === 'Renamed'
        );
        expect([placeOf(scheduler), selected(scheduler)]).toEqual([place, ['e34', 'e35']]);
        await ben.wsEdit(() => {
            ben.eventStore.forEach((event: any) => (event.eventColor = 'red'));
        });
        await converge([ada, ben], project => eventOf(project, 'e999').eventColor === 'red');
        expect([placeOf(scheduler), selected(scheduler)]).toEqual([place, ['e34', 'e35']]);
        ben.eventStore.remove('e35');
        await converge([ada, ben], project => !eventOf(project, 'e35'));
        expect([placeOf(scheduler), selected(scheduler)]).toEqual([place, ['e34']]);
    });

    test('a dataset, and an engine that is made anew, leave everything where it was', async () => {
        const { ada, ben, scheduler } = await inTheMidst();
        const place = placeOf(scheduler);
        scheduler.selectedEvents = [eventOf(ada, 'e34')];
        ben.eventStore.remove('e33');
        await ada.wsLoad();
        await converge([ada, ben], project => !eventOf(project, 'e33'));
        expect([placeOf(scheduler), selected(scheduler)]).toEqual([place, ['e34']]);
        await (ada as any).wsSync.engine.rebuild();
        await converge([ada, ben], project => eventOf(project, 'e34'));
        expect([placeOf(scheduler), selected(scheduler)]).toEqual([place, ['e34']]);
    });

    test('another project begins at its top', async () => {
        const { ada, scheduler } = await inTheMidst();
        ada.wsProjectId = 2;
        await expect.poll(() => resource(ada, 'r0')?.name).toBe('First');
        await expect.poll(() => placeOf(scheduler)[0]).toBe('First');
    });
});

describe('what has the focus', () => {
    test('keeps it: a bar that is changed and moved, then a cell', async () => {
        const { ada, ben, scheduler } = await watch();
        await userEvent.click(await barOf(scheduler, 'b'));
        const focused = (): unknown => scheduler.resolveEventRecord(document.activeElement)?.id;
        expect(focused()).toBe('b');
        eventOf(ben, 'b').name = 'B of Ben';
        eventOf(ben, 'b').startDate = day(8);
        await converge([ada, ben], project => nameOf(project, 'b') === 'B of Ben');
        expect([focused(), scheduler.selectedEvents.map(({ id }: any) => id)]).toEqual(['b', ['b']]);
        await userEvent.keyboard('{ArrowUp}');
        await expect.poll(focused).toBe('a');

        scheduler.focusCell({ id: 'shop', field: 'name' });
        resource(ben, 'shop').name = 'Shop of Ben';
        ben.resourceStore.remove('hall');
        await converge(
            [ada, ben],
            project => resource(project, 'shop').name === 'Shop of Ben' && !resource(project, 'hall')
        );
        expect(document.activeElement!.textContent).toBe('Shop of Ben');
        expect(scheduler.focusedCell.id).toBe('shop');
    });

    test('keeps it: a menu', async () => {
        const { ada, ben, scheduler } = await watch();
        await userEvent.click(await barOf(scheduler, 'b'), { button: 'right' });
        const menu = (): HTMLElement | null => document.querySelector('.b-menu');
        await expect.poll(() => menu()?.contains(document.activeElement)).toBe(true);
        eventOf(ben, 'b').name = 'B of Ben';
        ben.resourceStore.remove('yard');
        await converge([ada, ben], project => nameOf(project, 'b') === 'B of Ben' && !resource(project, 'yard'));
        expect([menu()?.isConnected, menu()?.contains(document.activeElement)]).toEqual([true, true]);
    });
});
