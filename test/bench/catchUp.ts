import type { Page } from 'playwright';
import type { ServerRevision } from '../../src/protocol/index.ts';
import { startPages, type Pages } from './pages.ts';
import { startServer, type MeasuredProcess } from './processes.ts';
import { RawClient } from './RawClient.ts';
import { moveMessage, schedule } from './schedule.ts';
import { median, type Group, type Measurement } from './stats.ts';

/** Revisions missed, and how much faster than the bare engine catching up must be. */
const MISSED = 100;
const FACTOR = 15;

/** Revisions missed after which catching up must not be slower than loading everything. */
const MANY_MISSED = 1_000;

/** Somebody else, who edits while the pages are away. */
class Author {
    readonly #client: RawClient;
    readonly #events: number;
    #sent = 0;

    private constructor(client: RawClient, events: number) {
        this.#client = client;
        this.#events = events;
    }

    static async join(server: MeasuredProcess, events: number): Promise<Author> {
        return new Author(await RawClient.join(server.port, 'Ben'), events);
    }

    /** Makes so many edits, and resolves with the revisions they became. */
    edit(count: number): Promise<ServerRevision[]> {
        const made: ServerRevision[] = [];
        return new Promise(resolve => {
            this.#client.onFrame = payload => {
                const { command, data } = JSON.parse(payload.toString());
                made.push(...(command === 'project_change' ? (data.revisions as ServerRevision[]) : []));
                if (made.length === count) {
                    this.#client.onFrame = null;
                    resolve(made);
                }
            };
            for (let index = 0; index < count; index++) {
                this.#client.send(moveMessage(++this.#sent, this.#events));
            }
        });
    }

    close(): void {
        this.#client.close();
    }
}

/** The pages of one size: one that catches up, one that loads everything, one with the bare engine. */
interface Scene {
    author: Author;
    catching: Page;
    loading: Page;
    bare: Page;
}

/** Milliseconds until a page that comes back is up to date. */
async function comeBack(page: Page, userName: string, shouldLoad: boolean): Promise<number> {
    const { elapsed, isLoad } = await page.evaluate(user => window.bench.comeBack(user), userName);
    if (isLoad !== shouldLoad) {
        throw new Error(`The server answered with ${isLoad ? 'the whole data' : 'what was missed'}`);
    }
    return elapsed;
}

/** Catching up, against the same revisions in the bare engine. */
async function missSome(
    { author, catching, bare }: Pick<Scene, 'author' | 'catching' | 'bare'>,
    rounds: number
): Promise<[ours: number, floor: number]> {
    const [ours, floors]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
        await catching.evaluate(() => window.bench.leave());
        const missed = await author.edit(MISSED);
        ours.push(await comeBack(catching, 'Ada', false));
        floors.push(await bare.evaluate(list => window.bench.bareApply(list), missed));
    }
    return [medianOfWarm(ours), medianOfWarm(floors)];
}

/** Catching up, against loading everything anew after the same revisions were missed. */
async function missMany(
    { author, catching, loading }: Pick<Scene, 'author' | 'catching' | 'loading'>,
    rounds: number
): Promise<[ours: number, floor: number]> {
    const [ours, floors]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
        await catching.evaluate(() => window.bench.leave());
        await loading.evaluate(() => window.bench.leave());
        await author.edit(MANY_MISSED);
        ours.push(await comeBack(catching, 'Ada', false));
        floors.push(await comeBack(loading, `Cleo ${round}`, true));
    }
    return [medianOfWarm(ours), medianOfWarm(floors)];
}

/** The first round, in which the code is still being compiled, counts only if it is the only one. */
function medianOfWarm(values: readonly number[]): number {
    return median(values.length > 1 ? values.slice(1) : values);
}

async function measureSize(pages: Pages, size: number, rounds: number): Promise<Measurement[]> {
    const dataset = schedule(size);
    const server = await startServer({ 1: dataset });
    const address = `ws://127.0.0.1:${server.port}`;
    const author = await Author.join(server, size);
    const [catching, bare] = [await pages.open(), await pages.open()];
    await catching.evaluate(url => window.bench.joinHeadless(url, 'Ada'), address);
    await bare.evaluate(data => window.bench.openBareHeadless(data), dataset);
    const [caughtUp, applied] = await missSome({ author, catching, bare }, rounds);
    await bare.context().close();
    // Not earlier: it would take in every edit, and the time it needs for that from the others.
    const loading = await pages.open();
    await loading.evaluate(url => window.bench.joinHeadless(url, 'Cleo'), address);
    const [many, loaded] = await missMany({ author, catching, loading }, rounds);
    author.close();
    await Promise.all([catching, loading].map(page => page.context().close()));
    await server.stop();
    const name = `${size.toLocaleString('en-US')} events`;
    return [
        {
            name: `${name}, ${MISSED} revisions missed, against one \`applyRevisions\``,
            unit: 'ms',
            measured: caughtUp,
            floor: applied,
            goal: `≥ ${FACTOR} × faster`,
            ok: caughtUp * FACTOR <= applied
        },
        {
            name: `${name}, ${MANY_MISSED.toLocaleString('en-US')} revisions missed, against loading everything`,
            unit: 'ms',
            measured: many,
            floor: loaded,
            goal: 'never slower',
            ok: many <= loaded
        }
    ];
}

/** From the open socket until a client that was away shows everything it has missed. */
export async function measureCatchUp(quick: boolean): Promise<Group> {
    const pages = await startPages();
    const measurements = [
        ...(await measureSize(pages, quick ? 100 : 1_000, quick ? 1 : 6)),
        ...(quick ? [] : await measureSize(pages, 10_000, 4))
    ];
    await pages.close();
    return {
        title: 'Catching up',
        measurements,
        notes: [
            'From the open socket (`wsOpen`, the login included) until `wsLoad`, in pages without a view; medians ' +
                'without the first round.',
            'Floors: the same revisions in one `applyRevisions` of the bare engine, without socket or server; a client ' +
                'that has missed the same and takes over the whole data instead.'
        ]
    };
}
