import { expect, test } from 'vitest';
import type { Changes, ServerRevision } from '../../src/protocol/index.ts';
import { Outbox } from '../../src/sync/Outbox.ts';
import { converge, eventOf, joinTwo } from './support.ts';

/** Counts turns of the event loop until `work` is done. */
async function countTurns(work: () => Promise<unknown>): Promise<number> {
    const { port1, port2 } = new MessageChannel();
    let turns = 0;
    let isDone = false;
    port1.onmessage = () => {
        turns++;
        if (!isDone) {
            port2.postMessage(null);
        }
    };
    port2.postMessage(null);
    await work();
    isDone = true;
    return turns;
}

function foreign(number: number, changes: Changes): ServerRevision {
    return { revision: `server-${number}`, localRevision: `local-${number}`, client: 'somebody', changes };
}

test('applying revisions is one instant to everything else in the page', async () => {
    const { ada } = await joinTwo();
    const change = (duration: number): Changes => ({
        events: { updated: [{ id: 'a', duration }], $input: { updated: [{ id: 'a', duration }] } }
    });
    const revisions = [foreign(1, change(5)), foreign(2, change(6)), foreign(3, change(7))];
    const { engine } = (ada as any).wsSync;
    expect(await countTurns(() => engine.apply(revisions, new Outbox()))).toBe(0);
    expect(eventOf(ada, 'a').duration).toBe(7);
});

test('timers of the host keep their turn while the engine commits', async () => {
    const { ada } = await joinTwo();
    const original = globalThis.setTimeout;
    const fired: string[] = [];
    eventOf(ada, 'a').duration = 5;
    setTimeout(() => fired.push('timer'), 0);
    await ada.commitAsync();
    expect(fired).toEqual([]);
    expect(globalThis.setTimeout).toBe(original);
    await expect.poll(() => fired).toEqual(['timer']);
});

test('edits that the host makes while revisions arrive, dates and new records too, reach everybody', async () => {
    const { ada, ben } = await joinTwo();
    for (let round = 1; round <= 12; round++) {
        eventOf(ben, 'b').duration = 3 + round;
        (ada as any).on({
            wsBeforeReceiveChanges: () => {
                for (const delay of [0, 1, 3]) {
                    setTimeout(() => {
                        eventOf(ada, 'a').duration = 1 + ((round + delay) % 6);
                        eventOf(ada, 'c').name = `round ${round}, ${delay} ms`;
                        ada.eventStore.add({
                            name: `new ${round}/${delay}`,
                            startDate: new Date(2026, 0, 8),
                            duration: 1
                        });
                    }, delay);
                }
            },
            once: true
        });
        await new Promise(resolve => ada.on({ wsReceiveChanges: resolve, once: true } as never));
    }
    const isNew = (event: any): boolean => event.name.startsWith('new ');
    await converge([ada, ben], project => project.eventStore.records.filter(isNew).length === 36);
});

test('making the engine anew is one instant, too', async () => {
    const { ada } = await joinTwo();
    const { engine } = (ada as any).wsSync;
    expect(await countTurns(() => engine.rebuild())).toBe(0);
    expect(eventOf(ada, 'a').name).toBe('A');
});

test('two schedules in one page that calculate at once leave the timers of the page as they were', async () => {
    const { ada, ben } = await joinTwo();
    const original = globalThis.setTimeout;
    eventOf(ada, 'a').duration = 4;
    eventOf(ben, 'b').duration = 5;
    await Promise.all([ada.commitAsync(), ben.commitAsync()]);
    expect(globalThis.setTimeout).toBe(original);
    await converge([ada, ben], project => eventOf(project, 'a').duration === 4 && eventOf(project, 'b').duration === 5);
    expect(globalThis.setTimeout).toBe(original);
});
