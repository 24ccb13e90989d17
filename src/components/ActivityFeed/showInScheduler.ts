import type { EventModel, ResourceModel, SchedulerPro } from '@bryntum/schedulerpro';
import type { ActivityTarget } from './activityWords.ts';

/**
 * Scrolls a scheduler to the bar of an event or the row of a resource, and highlights it.
 * @returns `false` when there is none (any more)
 *
 * @example
 * <ActivityFeed onShow={target => showInScheduler(scheduler.current!.instance, target)} />
 */
export async function showInScheduler(
    scheduler: SchedulerPro,
    { store, id }: Pick<ActivityTarget, 'store' | 'id'>
): Promise<boolean> {
    const animate = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    const options = { block: 'center', inline: 'center', highlight: true, animate } as const;
    if (store === 'resources') {
        const resource = scheduler.resourceStore.getById(id) as ResourceModel | null;
        if (resource) {
            await scheduler.scrollRowIntoView(resource, options);
        }
        return resource !== null;
    }
    const event = scheduler.eventStore.getById(id) as EventModel | null;
    const [resource] = event?.resources ?? [];
    if (event && resource) {
        await scheduler.scrollResourceEventIntoView(resource as ResourceModel, event, options);
    }
    return resource !== undefined;
}
