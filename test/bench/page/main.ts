import '@bryntum/schedulerpro/fontawesome/css/fontawesome.css';
import '@bryntum/schedulerpro/fontawesome/css/solid.css';
import '@bryntum/schedulerpro/schedulerpro.css';
import '@bryntum/schedulerpro/svalbard-light.css';
import '../../../src/styles.css';
import { bareApply, bareMove, openBare, openBareHeadless } from './bare.ts';
import { comeBack, joinHeadless, leave } from './headless.ts';
import { countRenders, editAndCount, openApp } from './renders.tsx';
import { edit, openSchedule, seen, settled } from './schedule.tsx';

/** What the measurements call in a page. */
export const bench = {
    openSchedule,
    edit,
    seen,
    settled,
    openBare,
    bareMove,
    openBareHeadless,
    bareApply,
    joinHeadless,
    leave,
    comeBack,
    openApp,
    countRenders,
    editAndCount
};

declare global {
    interface Window {
        bench: typeof bench;
    }
}

Object.assign(window, { bench });
