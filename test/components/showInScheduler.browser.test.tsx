import { SchedulerPro } from '@bryntum/schedulerpro';
import { act, waitFor, within } from '@testing-library/react';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ActivityFeed, showInScheduler, type ActivityTarget } from '../../src/components/index.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import { feed, newestAfter, renderFeed, rowOf } from './activitySupport.tsx';

describe('a click', () => {
    /** A scheduler of the same project, in a place that shows a part of it. */
    function makeScheduler(realtime: Realtime): SchedulerPro {
        const place = document.body.appendChild(document.createElement('div'));
        place.style.height = '300px';
        const scheduler = new SchedulerPro({
            appendTo: place,
            project: realtime.project,
            columns: [{ field: 'name' }],
            height: 300,
            startDate: new Date(2020, 0, 1),
            endDate: new Date(2020, 0, 8)
        });
        onTestFinished(() => {
            scheduler.destroy();
            place.remove();
        });
        return scheduler;
    }

    test('scrolls a scheduler to the bar, or the row of a resource, wherever they are', async () => {
        const { realtime } = await renderFeed(0);
        const scheduler = makeScheduler(realtime);
        const { eventStore, resourceStore } = realtime.project;
        for (const event of [eventStore.last, eventStore.first] as any[]) {
            // oxlint-disable-next-line no-await-in-loop -- one after the other
            expect(await showInScheduler(scheduler, { store: 'events', id: event.id })).toBe(true);
            const bar = scheduler.getElementFromEventRecord(event)!;
            const view = scheduler.element.querySelector('.b-grid-body-container')!.getBoundingClientRect();
            const { left, right, top, bottom } = bar.getBoundingClientRect();
            expect(right > view.left && left < view.right && top >= view.top - 1 && bottom <= view.bottom + 1).toBe(
                true
            );
        }
        expect(await showInScheduler(scheduler, { store: 'resources', id: resourceStore.last!.id })).toBe(true);
        expect(scheduler.getRowFor(resourceStore.last as any)).toBeTruthy();
    });

    test('says so when the record is gone', async () => {
        const onShow = vi.fn<(target: ActivityTarget) => Promise<boolean>>();
        const { realtime, user } = await renderFeed(3, {
            ui: <ActivityFeed data-testid="feed" style={{ flex: 1 }} onShow={target => onShow(target)} />
        });
        const scheduler = makeScheduler(realtime);
        onShow.mockImplementation(target => showInScheduler(scheduler, target));
        await waitFor(() => expect(rowOf(3)).toBeTruthy());
        await act(() =>
            realtime.edit(() => void realtime.project.eventStore.remove(realtime.project.eventStore.first!))
        );
        await waitFor(() => expect(newestAfter(3)).toBeTruthy());
        expect(newestAfter(3)!.textContent).toMatch(/removed “(.*)”/);
        await user.click(within(newestAfter(3)!).getByRole('button', { name: /removed/ }));
        await waitFor(() =>
            expect(within(feed()).getAllByRole('status')[0]!.textContent).toMatch(/^“.*” is no longer in the schedule$/)
        );
    });

    test('does nothing where the host shows nothing', async () => {
        await renderFeed(3);
        await waitFor(() => expect(rowOf(3)).toBeTruthy());
        expect(
            within(rowOf(3)!)
                .getAllByRole('button')
                .map(button => button.ariaLabel)
        ).toEqual(['Details']);
    });
});
