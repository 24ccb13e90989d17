import { describe, expect, test } from 'vitest';
import { converge, eventOf, joinTwo } from './support.ts';

test('an undo that is asked for while an edit is under way takes exactly that back', async () => {
    const { ada, ben } = await joinTwo();
    const stm = ada.stm as any;
    eventOf(ada, 'a').name = 'First';
    await converge([ada, ben], project => eventOf(project, 'a').name === 'First');
    const edits = [
        ada.wsEdit(() => {
            eventOf(ada, 'a').duration = 7;
            ada.eventStore.remove('b');
        }),
        stm.undo(),
        ada.wsEdit(() => (eventOf(ada, 'd').name = 'Last'))
    ];
    await Promise.all(edits);
    await converge(
        [ada, ben],
        project =>
            eventOf(project, 'a').name === 'First' &&
            eventOf(project, 'a').duration === 2 &&
            eventOf(project, 'b')?.name === 'B' &&
            eventOf(project, 'd').name === 'Last'
    );
    expect(ada.wsState.desyncs).toBe(0);
});

test('whoever waits for an undo finds the schedule calculated and the edit queued', async () => {
    const { ada, adaLine } = await joinTwo();
    adaLine.cut();
    await expect.poll(() => ada.wsState.connection.status).not.toBe('live');
    await ada.wsEdit(() => (eventOf(ada, 'a').startDate = new Date(2026, 0, 20)));
    expect(eventOf(ada, 'c').startDate.getDate()).toBe(22);
    await (ada.stm as any).undo();
    expect(eventOf(ada, 'a').startDate.getDate()).toBe(5);
    expect((ada as any).wsSync.outgoing.outbox(1).length).toBe(2);
});

test('redo does nothing once a new edit has taken its place', async () => {
    const { ada, ben } = await joinTwo();
    const stm = ada.stm as any;
    await ada.wsEdit(() => (eventOf(ada, 'a').name = 'First'));
    await stm.undo();
    eventOf(ada, 'a').name = 'Second';
    await stm.redo();
    await stm.undo(9);
    await stm.undo();
    await converge([ada, ben], project => eventOf(project, 'a').name === 'A');
    await stm.redoAll();
    await stm.redoAll();
    await converge([ada, ben], project => eventOf(project, 'a').name === 'Second');
    expect(ada.wsState.desyncs).toBe(0);
});

test('undo inside of a function given to edit() is refused with an explanation', async () => {
    const { ada } = await joinTwo();
    await ada.wsEdit(() => (eventOf(ada, 'a').name = 'First'));
    await expect(ada.wsEdit(() => (ada.stm as any).undo())).rejects.toMatchObject({ code: 'nested' });
    expect(eventOf(ada, 'a').name).toBe('First');
});

test('an undo that the engine cannot do leaves a project that goes on', async () => {
    const { ada, ben } = await joinTwo();
    const stm = ada.stm as any;
    await ada.wsEdit(() => (eventOf(ada, 'a').name = 'First'));
    const [action] = stm.rawQueue.at(-1).queue;
    action.undo = () => {
        throw new Error('Cannot be undone');
    };
    await expect(stm.undo()).rejects.toThrow('Cannot be undone');
    eventOf(ada, 'b').name = 'Later';
    await converge(
        [ada, ben],
        project => eventOf(project, 'a').name === 'First' && eventOf(project, 'b').name === 'Later'
    );
});

describe('an undo of what others have changed since', () => {
    async function renameByBoth(): ReturnType<typeof joinTwo> {
        const both = await joinTwo();
        const { ada, ben } = both;
        await ada.wsEdit(() => {
            eventOf(ada, 'a').name = "Ada's";
            eventOf(ada, 'b').name = "Ada's, too";
        });
        await converge([ada, ben], project => eventOf(project, 'b').name === "Ada's, too");
        eventOf(ben, 'a').name = "Ben's";
        await converge([ada, ben], project => eventOf(project, 'a').name === "Ben's");
        return both;
    }

    test('asks first: it says who changed what, and does nothing', async () => {
        const { ada } = await renameByBoth();
        expect(await ada.wsGoThroughHistory('undo', 'ask')).toEqual([
            {
                store: 'events',
                id: 'a',
                name: "Ben's",
                kind: 'updated',
                fields: { name: "Ben's" },
                userName: 'Ben',
                at: expect.any(Number)
            }
        ]);
        expect(eventOf(ada, 'b').name).toBe("Ada's, too");
        expect(ada.stm.canUndo).toBe(true);
    });

    test('can leave theirs alone and undo the rest', async () => {
        const { ada, ben } = await renameByBoth();
        await ada.wsGoThroughHistory('undo', 'rest');
        await converge(
            [ada, ben],
            project => eventOf(project, 'a').name === "Ben's" && eventOf(project, 'b').name === 'B'
        );
        await ada.wsGoThroughHistory('redo', 'rest');
        await converge(
            [ada, ben],
            project => eventOf(project, 'a').name === "Ben's" && eventOf(project, 'b').name === "Ada's, too"
        );
    });

    test('can overwrite it', async () => {
        const { ada, ben } = await renameByBoth();
        await ada.wsGoThroughHistory('undo', 'all');
        await converge([ada, ben], project => eventOf(project, 'a').name === 'A');
    });

    test('is not in the way of other fields, nor of edits before', async () => {
        const { ada, ben } = await joinTwo();
        eventOf(ben, 'a').name = 'Before';
        await converge([ada, ben], project => eventOf(project, 'a').name === 'Before');
        await ada.wsEdit(() => (eventOf(ada, 'a').name = 'After'));
        await converge([ada, ben], project => eventOf(project, 'a').name === 'After');
        eventOf(ben, 'a').duration = 4;
        await converge([ada, ben], project => eventOf(project, 'a').duration === 4);
        expect(await ada.wsGoThroughHistory('undo', 'ask')).toEqual([]);
        await converge(
            [ada, ben],
            project => eventOf(project, 'a').name === 'Before' && eventOf(project, 'a').duration === 4
        );
    });

    test('says when they have removed the record', async () => {
        const { ada, ben } = await joinTwo();
        await ada.wsEdit(() => {
            eventOf(ada, 'b').duration = 4;
            eventOf(ada, 'd').duration = 4;
        });
        await converge([ada, ben], project => eventOf(project, 'd').duration === 4);
        ben.eventStore.remove('b');
        await converge([ada, ben], project => !eventOf(project, 'b'));
        expect(await ada.wsGoThroughHistory('undo', 'ask')).toMatchObject([
            { id: 'b', kind: 'removed', userName: 'Ben' }
        ]);
        await ada.wsGoThroughHistory('undo', 'rest');
        await converge([ada, ben], project => eventOf(project, 'd').duration === 2 && !eventOf(project, 'b'));
        expect(ada.wsState.rejections).toEqual([]);
    });

    test('keeps a record that others have gone on working with', async () => {
        const { ada, ben } = await joinTwo();
        await ada.wsEdit(() => {
            ada.eventStore.add({ id: 'new', name: 'New', startDate: new Date(2026, 0, 6), duration: 1 });
        });
        await converge([ada, ben], project => eventOf(project, 'new'));
        eventOf(ben, 'new').name = "Ben's";
        await converge([ada, ben], project => eventOf(project, 'new').name === "Ben's");
        expect(await ada.wsGoThroughHistory('undo', 'ask')).toMatchObject([{ id: 'new', userName: 'Ben' }]);
        await ada.wsGoThroughHistory('undo', 'rest');
        await converge([ada, ben], project => eventOf(project, 'new').name === "Ben's");
    });

    test('leaves alone where others have moved what was only pushed along', async () => {
        const { ada, ben } = await joinTwo();
        await ada.wsEdit(() => (eventOf(ada, 'a').duration = 9));
        await converge([ada, ben], project => eventOf(project, 'c').startDate.getDate() === 14);
        eventOf(ben, 'c').startDate = new Date(2026, 0, 20);
        await converge([ada, ben], project => eventOf(project, 'c').startDate.getDate() === 20);
        expect(await ada.wsGoThroughHistory('undo', 'ask')).toEqual([]);
        await converge(
            [ada, ben],
            project => eventOf(project, 'a').duration === 2 && eventOf(project, 'c').startDate.getDate() === 20
        );
    });
});

describe('undo among several people', () => {
    test('a removed resource comes back everywhere, with its assignments', async () => {
        const { ada, ben } = await joinTwo();
        await ada.wsEdit(() => void ada.resourceStore.remove('hall'));
        await converge([ada, ben], project => !project.resourceStore.getById('hall'));
        await (ada.stm as any).undo();
        await converge(
            [ada, ben],
            project =>
                project.resourceStore.getById('hall') &&
                eventOf(project, 'a')?.resources[0]?.id === 'hall' &&
                eventOf(project, 'c')?.resources[0]?.id === 'hall'
        );
        await (ada.stm as any).redo();
        await converge([ada, ben], project => !project.resourceStore.getById('hall'));
    });

    test('an undo while auto-sync is off arrives with the sync', async () => {
        const { ada, ben } = await joinTwo();
        await ada.wsEdit(() => (eventOf(ada, 'a').startDate = new Date(2026, 0, 8)));
        await converge([ada, ben], project => eventOf(project, 'a').startDate.getDate() === 8);
        (ada as any).wsAutoSync = false;
        await (ada.stm as any).undo();
        expect(eventOf(ben, 'a').startDate.getDate()).toBe(8);
        ada.wsFlush();
        await expect.poll(() => eventOf(ben, 'a').startDate.getDate()).toBe(5);
        (ada as any).wsAutoSync = true;
        await converge([ada, ben], project => eventOf(project, 'a').startDate.getDate() === 5);
    });

    test('what one removes and both undo is there once', async () => {
        const { ada, ben } = await joinTwo();
        await ben.wsEdit(() => (eventOf(ben, 'b').name = "Ben's"));
        await converge([ada, ben], project => eventOf(project, 'b').name === "Ben's");
        await ada.wsEdit(() => void ada.eventStore.remove('b'));
        await converge([ada, ben], project => !eventOf(project, 'b'));
        await Promise.all([(ada.stm as any).undo(), (ben.stm as any).undo()]);
        await converge([ada, ben], project => project.eventStore.query((r: any) => r.id === 'b').length === 1);
        expect(eventOf(ada, 'b').resources[0]?.id).toBe('shop');
    });
});
