import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, test, vi } from 'vitest';
import { BulkProgress } from '../../src/components/index.ts';
import type { BulkState } from '../../src/store/realtimeStore.ts';
import { createInPageServer } from '../support/inPageServer.ts';
import { clientOf, expectAccessible, inState, LIVE, renderRealtime } from '../support/renderRealtime.tsx';

const root = (): HTMLElement => screen.getByTestId('bulk');
const bar = (): HTMLProgressElement | null => screen.queryByRole<HTMLProgressElement>('progressbar');
const said = (): string => screen.getByRole('status').textContent;

const bulk = (changes: Partial<BulkState> = {}): BulkState => ({
    title: 'Shift the season',
    phase: 'editing',
    done: null,
    total: null,
    ...changes
});

describe('shows', () => {
    test('nothing, in no room, while there is none', async () => {
        renderRealtime(inState(LIVE), <BulkProgress data-testid="bulk" />);
        expect([root().dataset.state, root().textContent, root().offsetHeight]).toEqual(['idle', '', 0]);
        await expectAccessible();
    });

    test.each([
        ['a function that reports nothing', bulk(), 'editing', -1, ''],
        ['how many are done', bulk({ done: 480, total: 1_000 }), 'editing', 0.48, '480 of 1,000'],
        ['none done yet', bulk({ done: 0, total: 10_000 }), 'editing', 0, '0 of 10,000'],
        ['that the engine calculates', bulk({ phase: 'calculating' }), 'calculating', -1, 'Calculating…'],
        [
            'how far the engine is',
            bulk({ phase: 'calculating', done: 1, total: 4 }),
            'calculating',
            0.25,
            'Calculating…'
        ]
    ])('%s', async (_, state, name, position, detail) => {
        renderRealtime(inState({ ...LIVE, bulk: state }), <BulkProgress data-testid="bulk" delay={0} />);
        expect(await screen.findByRole('progressbar', { name: 'Shift the season' })).toBe(bar());
        expect([root().dataset.state, bar()!.position]).toEqual([name, position]);
        expect(root().querySelector('.sprt-bulk-detail')!.textContent).toBe(detail);
        expect(said()).toBe('Shift the season');
        await expectAccessible();
    });

    test('words for one without title, in the host’s language', async () => {
        renderRealtime(
            inState({ ...LIVE, bulk: bulk({ title: null, done: 1, total: 2 }) }),
            <BulkProgress data-testid="bulk" delay={0} />,
            { bulk: 'Viel auf einmal', bulkProgress: (done, total) => `${done} von ${total}` }
        );
        await screen.findByRole('progressbar', { name: 'Viel auf einmal' });
        expect(root().textContent).toContain('1 von 2');
    });
});

describe('does not flash:', () => {
    test('a bulk that is over in a moment does not show, one that takes longer does, and stays a moment', async () => {
        vi.useFakeTimers();
        try {
            const realtime = inState(LIVE);
            renderRealtime(realtime, <BulkProgress data-testid="bulk" />);
            const set = (state: BulkState | null): void => act(() => realtime.store.setState({ bulk: state }));
            const pass = (time: number): void => act(() => void vi.advanceTimersByTime(time));
            set(bulk());
            pass(299);
            expect(bar()).toBeNull();
            set(null);
            pass(1_000);
            expect(bar()).toBeNull();

            set(bulk({ done: 1, total: 10 }));
            // What it reports does not put it off.
            pass(200);
            set(bulk({ done: 2, total: 10 }));
            pass(100);
            expect(bar()!.value).toBe(2);
            set(bulk({ done: 10, total: 10 }));
            set(null);
            expect(bar()!.value).toBe(10);
            pass(399);
            expect(bar()).not.toBeNull();
            pass(1);
            expect([bar(), said()]).toEqual([null, '']);
        } finally {
            vi.useRealTimers();
        }
    });
});

test('tells how far a real bulk is, and is gone when it is done', async () => {
    const realtime = clientOf(createInPageServer());
    await realtime.login({ userName: 'Ada' });
    await waitFor(() => expect(realtime.store.getState().connection.status).toBe('live'));
    renderRealtime(realtime, <BulkProgress data-testid="bulk" delay={0} linger={0} />);
    const { promise, resolve } = Promise.withResolvers<void>();
    const events = realtime.project.eventStore.records as unknown as { duration: number }[];
    const work = realtime.bulk(
        async report => {
            for (const [index, event] of events.entries()) {
                event.duration = 3;
                // oxlint-disable-next-line no-await-in-loop -- one record after the other
                await report(index + 1, events.length);
            }
            await promise;
        },
        { title: 'Three days each' }
    );
    await screen.findByRole('progressbar', { name: 'Three days each' });
    resolve();
    await work;
    await waitFor(() => expect(root().dataset.state).toBe('idle'));
    expect(events.every(({ duration }) => duration === 3)).toBe(true);
});
