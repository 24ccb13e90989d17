import { expect, test } from 'vitest';
import type { WebSocketProjectModel } from '../../src/project/WebSocketProjectModel.ts';
import { converge, eventOf, isCalm, joinProject, joinTwo } from './support.ts';

const day = (date: number): Date => new Date(2026, 0, date);

/** The parts of the event that is split here: on which days each begins and ends. */
const parts = (project: WebSocketProjectModel): number[][] =>
    (eventOf(project, 'd').segments ?? []).map(({ startDate, endDate }: any) => [
        startDate.getDate(),
        endDate.getDate()
    ]);

const isSplit = (project: WebSocketProjectModel, ...expected: number[][]): boolean =>
    JSON.stringify(parts(project)) === JSON.stringify(expected);

test('an event is split, its parts are moved and resized, and joined again, without any need to correct it', async () => {
    const { server, ada, ben } = await joinTwo();
    await isCalm(ada, ben);
    eventOf(ada, 'd').segments = [
        { startDate: day(12), endDate: day(13) },
        { startDate: day(15), endDate: day(17) }
    ];
    await converge([ada, ben], project => isSplit(project, [12, 13], [15, 17]));
    eventOf(ben, 'd').segments[1].duration = 4;
    await converge([ada, ben], project => isSplit(project, [12, 13], [15, 19]));
    void eventOf(ada, 'd').setStartDate(day(20), true);
    await converge([ada, ben], project => isSplit(project, [20, 21], [23, 27]));
    eventOf(ben, 'd').name = 'Split';
    await converge([ada, ben], project => eventOf(project, 'd').name === 'Split');
    const { project: cai } = await joinProject(server, 'Cai');
    await converge([ada, ben, cai], project => isSplit(project, [20, 21], [23, 27]));
    eventOf(ada, 'd').segments = null;
    await converge([ada, ben, cai], project => isSplit(project) && eventOf(project, 'd').duration === 5);
    await isCalm(ada, ben, cai);
    expect([ada, ben, cai].map(({ wsState }) => wsState.desyncs)).toEqual([0, 0, 0]);
});

test('a split is one step of undo and redo', async () => {
    const { ada, ben } = await joinTwo();
    await isCalm(ada, ben);
    await ada.wsEdit(() => {
        eventOf(ada, 'd').segments = [
            { startDate: day(12), endDate: day(13) },
            { startDate: day(15), endDate: day(17) }
        ];
    });
    await converge([ada, ben], project => isSplit(project, [12, 13], [15, 17]));
    await ada.stm.undo();
    await converge([ada, ben], project => isSplit(project) && eventOf(project, 'd').duration === 2);
    await ada.stm.redo();
    await converge([ada, ben], project => isSplit(project, [12, 13], [15, 17]));
});

test('people who split an event at once end with the same parts', async () => {
    const { ada, ben } = await joinTwo();
    await isCalm(ada, ben);
    for (const [project, end] of [
        [ada, 17],
        [ben, 19]
    ] as const) {
        eventOf(project, 'd').segments = [
            { startDate: day(12), endDate: day(13) },
            { startDate: day(15), endDate: day(end) }
        ];
    }
    await converge([ada, ben], project => parts(project).length === 2);
    await isCalm(ada, ben);
    expect(parts(ada)).toEqual(parts(ben));
});
