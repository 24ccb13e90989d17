import { DateHelper, type ProjectModel, type SchedulerPro } from '@bryntum/schedulerpro';

/**
 * Fits the time axis to the first dataset that arrives, and scrolls to this week if there is work in it.
 * @returns stops waiting for the dataset
 */
export function showPlannedTime(project: ProjectModel, getScheduler: () => SchedulerPro | undefined): () => void {
    const detach = project.on({
        wsReceiveDataset() {
            const { startDate, endDate } = project.eventStore.getTotalTimeSpan() as {
                startDate?: Date;
                endDate?: Date;
            };
            const scheduler = getScheduler();
            if (scheduler && startDate && endDate) {
                detach();
                const first = DateHelper.startOf(startDate, 'week', true, 1);
                const monday = DateHelper.startOf(new Date(), 'week', true, 1);
                void scheduler.setTimeSpan(first, DateHelper.add(endDate, 7, 'day'));
                void scheduler.scrollToDate(monday < endDate ? monday : first, { block: 'start' });
            }
        }
    } as never) as () => void;
    return () => {
        detach();
    };
}
