import { describe, expect, onTestFinished, test } from 'vitest';
import { promoteToInput } from '../../src/project/promote.ts';
import { notePhantomIds, notePhantomIdsOf, replay, type PhantomIds } from '../../src/project/replay.ts';
import { toInlineData, toLocalNames } from '../../src/project/storeNames.ts';
import { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import type { Changes } from '../../src/protocol/index.ts';
import { eventOf, PLAN } from './support.ts';

async function makeLoaded(config: object = {}): Promise<WebSocketProjectModel> {
    const project = new WebSocketProjectModel({ ...toInlineData(PLAN), ...config });
    onTestFinished(() => project.destroy());
    await project.commitAsync();
    project.stm.enable();
    project.initRevisions('me', 'base');
    return project;
}

describe('promoteToInput', () => {
    test('puts fields the engine does not calculate with into $input, and leaves the others out', async () => {
        const changes: Changes = { events: { updated: [{ id: 'a', name: 'N', eventColor: 'red', duration: 3 }] } };
        promoteToInput(await makeLoaded(), changes);
        expect(changes.events!.$input).toEqual({ updated: [{ id: 'a', name: 'N', eventColor: 'red' }] });
    });

    test('completes what is in $input already and overwrites nothing', async () => {
        const changes: Changes = {
            events: {
                updated: [{ id: 'a', name: 'Later', eventColor: 'red' }],
                $input: { updated: [{ id: 'a', name: 'Input', duration: 3 }] }
            }
        };
        promoteToInput(await makeLoaded(), changes);
        expect(changes.events!.$input).toEqual({
            updated: [{ id: 'a', name: 'Input', duration: 3, eventColor: 'red' }]
        });
    });

    test('puts new and removed records into $input, once', async () => {
        const added = { $PhantomId: '_generated1', name: 'New' };
        const known = { $PhantomId: '_generated2', name: 'Known' };
        const changes: Changes = {
            events: { added: [known, added], removed: [{ id: 'b' }], $input: { added: [known] } }
        };
        promoteToInput(await makeLoaded(), changes);
        expect(changes.events!.$input).toEqual({ added: [known, added], removed: [{ id: 'b' }] });
    });

    test('adds no $input to a correction, which contains calculated values only', async () => {
        const changes: Changes = { events: { updated: [{ id: 'a', endDate: '2026-01-08T00:00:00' }] } };
        promoteToInput(await makeLoaded(), changes);
        expect(changes.events).not.toHaveProperty('$input');
    });
});

describe('replay', () => {
    test('makes edits again, leaves out those of records that are gone, and says so', async () => {
        const project = await makeLoaded();
        const changes: Changes = {
            events: {
                $input: {
                    added: [{ $PhantomId: '_generated1', name: 'New', startDate: '2026-01-06T00:00:00', duration: 1 }],
                    updated: [
                        { id: 'a', name: 'Again' },
                        { id: 'gone', name: 'Nobody' }
                    ],
                    removed: [{ id: 'b' }, { id: 'gone' }]
                }
            },
            unknownStore: { updated: [{ id: 1 }] }
        };
        await expect(replay(project, changes, new Map())).rejects.toMatchObject({ code: 'record-gone' });
        expect(eventOf(project, 'a').name).toBe('Again');
        expect(eventOf(project, 'b')).toBeFalsy();
        expect(eventOf(project, '_generated1').name).toBe('New');
        expect(project.stm.isRecording).toBe(false);
    });

    test('finds records by the real ids that came for temporary ones, as values too', async () => {
        const project = await makeLoaded();
        const phantoms: PhantomIds = new Map();
        notePhantomIds(phantoms, [{ id: 'd', $PhantomId: '_generated1' }]);
        notePhantomIdsOf(phantoms, { resourcesData: [{ id: 'yard', $PhantomId: '_generated2' }], project: {} });
        const changes: Changes = {
            events: { $input: { added: [{ $PhantomId: '_generated1', name: 'Known by now' }] } },
            assignments: {
                $input: { added: [{ $PhantomId: '_generated3', event: '_generated1', resource: '_generated2' }] }
            }
        };
        await replay(project, changes, phantoms);
        expect(project.eventStore.count).toBe(4);
        expect(eventOf(project, 'd').name).toBe('Known by now');
        expect(eventOf(project, 'd').resources.map(({ id }: any) => id)).toEqual(['yard']);
    });

    test('leaves calculated values to the engine', async () => {
        const project = await makeLoaded();
        await replay(project, { events: { updated: [{ id: 'a', startDate: '2026-02-01T00:00:00' }] } }, new Map());
        expect(eventOf(project, 'a').startDate.getMonth()).toBe(0);
    });
});

describe('D4: store names', () => {
    test("become those of the project's own event store", async () => {
        const [events, tasks] = [await makeLoaded(), await makeLoaded({ eventStore: { id: 'tasks' } })];
        const change = { updated: [{ id: 1 }] };
        expect(toLocalNames(events, { tasks: change })).toEqual({ events: change });
        expect(toLocalNames(events, { events: change, resources: change })).toEqual({
            events: change,
            resources: change
        });
        expect(toLocalNames(tasks, { events: change, project: {} })).toEqual({ tasks: change, project: {} });
    });

    test('of a dataset lose their old ending', () => {
        expect(toInlineData({ eventsData: [1], tasksData: [2], resources: [3], project: {} })).toEqual({
            events: [2],
            resources: [3],
            project: {}
        });
    });
});
