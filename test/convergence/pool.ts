import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import { browserLaunchOptions } from '../../scripts/browser.ts';
import type { Plan } from './plan.ts';
import type { SimulationResult } from './simulate.ts';

/** How long one simulation may take until its page counts as stuck. */
const PATIENCE = 90_000;

/** Pages that simulate, several simulations at once in each: most of their time they wait. */
export interface Pool {
    /** How many simulations it runs at once. */
    readonly lanes: number;
    /** Runs a plan as soon as a lane is free. */
    run(plan: Plan): Promise<SimulationResult>;
    close(): Promise<void>;
}

/** A pool's size, and what is switched off in it. */
export interface PoolOptions {
    pages: number;
    /** Simulations at once in one page. */
    perPage: number;
    /** A control; see `controls.ts`. */
    without?: string | undefined;
    /** Whether tasks come late; see `stalls.ts`. */
    stalls?: boolean;
}

const broken = (seed: number, problem: string): SimulationResult => ({
    seed,
    converged: false,
    problems: [problem],
    revisions: 0,
    repairs: 0,
    reloads: 0,
    edits: 0,
    excused: 0,
    milliseconds: PATIENCE,
    log: [],
    history: [],
    errors: []
});

/** What a page that gives no answer is doing: the functions it is in, or that it waits. */
async function whereabouts(page: Page): Promise<string> {
    const session = await page.context().newCDPSession(page);
    const paused = new Promise<string>(resolve =>
        session.once('Debugger.paused', ({ callFrames }) =>
            resolve(`it is in ${callFrames.map(({ functionName }) => functionName || '(anonymous)').join(' < ')}`)
        )
    );
    await session.send('Debugger.enable');
    await session.send('Debugger.pause');
    return Promise.race([paused, new Promise<string>(resolve => setTimeout(resolve, 2_000, 'it waits'))]);
}

/** Serves the simulation and opens pages with it. */
export async function openPool({ pages, perPage, without, stalls = false }: PoolOptions): Promise<Pool> {
    const vite = await createServer({
        configFile: 'vite.config.ts',
        root: 'test/convergence/page',
        logLevel: 'error',
        cacheDir: `${process.cwd()}/node_modules/.vite-convergence`,
        server: { port: 0, hmr: false, watch: null }
    });
    await vite.listen();
    const options = browserLaunchOptions();
    // Pages that nobody looks at have slow timers otherwise.
    const args = ['--disable-background-timer-throttling', '--disable-renderer-backgrounding'];
    const browser = await chromium.launch({ ...options, args: [...(options.args ?? []), ...args] });

    async function openPage(): Promise<Page> {
        const page = await browser.newPage();
        page.on('pageerror', error => console.log('  page error:', error.stack));
        const address = new URL(vite.resolvedUrls!.local[0]!);
        address.searchParams.set('without', without ?? '');
        if (stalls) {
            address.searchParams.set('stalls', '');
        }
        await page.goto(String(address));
        await page.waitForFunction('window.simulate', null, { timeout: 60_000 });
        return page;
    }

    const opened = await Promise.all(Array.from({ length: pages }, openPage));
    const free = Array.from({ length: perPage }, () => [...opened.keys()]).flat();
    const waiting: ((lane: number) => void)[] = [];
    const take = (): Promise<number> | number => free.shift() ?? new Promise(resolve => waiting.push(resolve));
    const give = (lane: number): void => {
        const next = waiting.shift();
        if (next) {
            next(lane);
        } else {
            free.push(lane);
        }
    };
    return {
        lanes: pages * perPage,
        async run(plan) {
            const lane = await take();
            try {
                let timer: NodeJS.Timeout | undefined;
                const late = new Promise<null>(resolve => (timer = setTimeout(resolve, PATIENCE, null)));
                const page = opened[lane]!;
                const run: Promise<SimulationResult> = page
                    .evaluate(given => (window as any).simulate(given), plan)
                    .catch((error: unknown) => broken(plan.seed, `the simulation breaks: ${String(error)}`));
                const result = await Promise.race([run, late]);
                clearTimeout(timer);
                if (result) {
                    return result;
                }
                let place = 'another plan made it hang';
                if (opened[lane] === page) {
                    place = await whereabouts(page).catch(String);
                    opened[lane] = await openPage();
                    void page.close();
                }
                return broken(plan.seed, `the page hangs: no result within ${PATIENCE / 1000} s; ${place}`);
            } finally {
                give(lane);
            }
        },
        async close() {
            await browser.close();
            await vite.close();
        }
    };
}
