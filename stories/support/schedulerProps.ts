import type { BryntumSchedulerProProps } from '@bryntum/schedulerpro-react';

/** How stories show a schedule. */
export const SCHEDULER_PROPS = {
    columns: [{ text: 'L{EventEdit.Name}', field: 'name', width: 150 }],
    enableTransactionalFeatures: true,
    displaySchedulingIssueResolutionPopup: false,
    viewPreset: 'weekAndDay',
    weekStartDay: 1,
    tickSize: 64,
    rowHeight: 44,
    barMargin: 6,
    flex: 1
} satisfies BryntumSchedulerProProps;
