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

/** Somebody else, who edits while the page is away. */
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
                const number = ++this.#sent;
                // Far apart, in no order; never twice the same place.
                const event = 1 + ((number * 37) % this.#events);
                this.#client.send(moveMessage(`local-${number}`, event, number));
            }
        });
    }

    close(): void {
        this.#client.close();
    }
}

/** Lets the page miss revisions; resolves with the time it takes to catch up, and with what it missed. */
async function miss(page: Page, author: Author, count: number): Promise<[elapsed: number, missed: ServerRevision[]]> {
    await page.evaluate(() => window.bench.disconnect());
    const missed = await author.edit(count);
    return [await page.evaluate(() => window.bench.catchUp('Ada')), missed];
}

async function measureSize(pages: Pages, size: number, rounds: number, quick: boolean): Promise<Measurement[]> {
    const dataset = schedule(size);
    const server = await startServer({ 1: dataset });
    const [page, bare] = [await pages.open(), await pages.open()];
    await page.evaluate(url => window.bench.joinHeadless(url, 'Ada'), `ws://127.0.0.1:${server.port}`);
    const author = await Author.join(server, size);
    const caughtUp: number[] = [];
    let first: ServerRevision[] = [];
    for (let round = 0; round < rounds; round++) {
        const [elapsed, missed] = await miss(page, author, MISSED);
        caughtUp.push(elapsed);
        first = round ? first : missed;
    }
    const floor = await bare.evaluate(([data, list]) => window.bench.bareCatchUp(data, list), [
        dataset,
        first
    ] as const);
    await bare.context().close();
    const measured = median(caughtUp);
    const name = `${size.toLocaleString('en-US')} events`;
    const measurements: Measurement[] = [
        {
            name: `${name}, ${MISSED} revisions missed, against one \`applyRevisions\``,
            unit: 'ms',
            measured,
            floor,
            goal: `≥ ${FACTOR} × faster`,
            ok: measured * FACTOR <= floor
        }
    ];
    if (!quick) {
        const [many] = await miss(page, author, MANY_MISSED);
        const reload = await page.evaluate(() => window.bench.reload());
        measurements.push({
            name: `${name}, ${MANY_MISSED.toLocaleString('en-US')} revisions missed, against loading afresh`,
            unit: 'ms',
            measured: many,
            floor: reload,
            goal: 'never slower',
            ok: many <= reload
        });
    }
    author.close();
    await page.context().close();
    await server.stop();
    return measurements;
}

/** From the open socket until a client that was away shows everything it has missed. */
export async function measureCatchUp(quick: boolean): Promise<Group> {
    const pages = await startPages();
    const measurements = [
        ...(await measureSize(pages, 1_000, quick ? 1 : 3, quick)),
        ...(quick ? [] : await measureSize(pages, 10_000, 1, quick))
    ];
    await pages.close();
    return {
        title: 'Catching up',
        measurements,
        notes: [
            'From the open socket (`wsOpen`, the login included) until `wsLoad`, in a page without a view.',
            'Floors: the same revisions in one `applyRevisions` of the bare engine; the load of the same project by ' +
                'the same client (`wsLoad()`).'
        ]
    };
}
