import { expect, test } from 'vitest';
import { Command } from '../../src/protocol/index.ts';
import { converge, eventOf, isCalm, joinTwo } from './support.ts';

test('resizing what follows another event does not pin it to the date that happens to be stored', async () => {
    const { ada, ben } = await joinTwo();
    await isCalm(ada, ben);
    const resize = { updated: [{ id: 'c', duration: 4 }] };
    // Of somebody whose engine had not seen yet what moves the event; the other comes before anybody corrects it.
    const stale = { id: 'c', startDate: '2026-01-20T00:00:00', endDate: '2026-01-22T00:00:00' };
    const rename = { updated: [{ id: 'b', name: 'Other' }] };
    await ada.wsSend(Command.projectChange, {
        project: 1,
        client: ada.wsState.session!.clientId,
        revisions: [
            { revision: 'other-1', changes: { events: { updated: [stale, ...rename.updated], $input: rename } } },
            { revision: 'other-2', changes: { events: { ...resize, $input: resize } } }
        ]
    });
    await converge(
        [ada, ben],
        project => eventOf(project, 'c').duration === 4 && eventOf(project, 'b').name === 'Other'
    );
    await isCalm(ada, ben);
    for (const project of [ada, ben]) {
        expect([eventOf(project, 'c').startDate.getDate(), eventOf(project, 'c').constraintType]).toEqual([7, null]);
    }
});
