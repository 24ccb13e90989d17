import type { Browser, Locator, Page } from 'playwright';
import type { Realtime } from '../../src/index.ts';

declare global {
    interface Window {
        left: Realtime;
    }
}

/** Everything two clients must agree on, in a form that can be compared. */
export type Snapshot = string[];

/** Somebody who sits in front of the demo page, in a browser of their own. */
export class Planner {
    readonly name: string;
    readonly page: Page;
    readonly errors: string[] = [];

    private constructor(name: string, page: Page) {
        this.name = name;
        this.page = page;
        page.on('pageerror', error => this.errors.push(error.stack ?? String(error)));
    }

    /** Opens the demo with one scheduler in a fresh browser profile. */
    static async open(
        browser: Browser,
        options: { name: string; url: string; server: string; project: number; timezoneId?: string }
    ): Promise<Planner> {
        const { name, url, server, project, timezoneId } = options;
        const context = await browser.newContext({ viewport: { width: 1400, height: 800 }, timezoneId });
        context.setDefaultTimeout(30_000);
        const planner = new Planner(name, await context.newPage());
        await planner.page.goto(`${url}?panels=1&project=${project}&wsHost=${encodeURIComponent(server)}`);
        return planner;
    }

    /** Types the name, presses Enter, and waits for the schedule. */
    async logIn(): Promise<void> {
        const { page } = this;
        await page.getByRole('textbox', { name: 'Name', exact: true }).fill(this.name);
        await page.keyboard.press('Enter');
        await page.getByText(`Logged in as ${this.name}`).waitFor();
        await this.isLive();
    }

    /** Waits until edits flow. */
    async isLive(): Promise<void> {
        await this.page.waitForFunction(() => window.left.store.getState().connection.status === 'live');
        await this.page.locator('.b-sch-event').first().waitFor();
    }

    /** Waits until the server has confirmed every edit of this planner. */
    async allSaved(): Promise<void> {
        await this.page.waitForFunction(() => {
            const { queue, connection } = window.left.store.getState();
            return queue.length === 0 && connection.status === 'live' && !window.left.project.stm.isRecording;
        });
    }

    /** Waits until the connection is known to be lost, whether the next try is due or under way. */
    async isCut(): Promise<void> {
        await this.page.waitForFunction(() =>
            ['reconnecting', 'connecting'].includes(window.left.store.getState().connection.status)
        );
    }

    /** Renames an event as a host's code does. */
    async rename(id: string, name: string): Promise<void> {
        await this.page.evaluate(
            ([event, value]) => {
                (window.left.project.eventStore.getById(event!) as any).name = value!;
            },
            [id, name]
        );
    }

    /** Waits until this page shows an event under this name. */
    async sees(id: string, name: string): Promise<void> {
        await this.page.waitForFunction(
            ([event, value]) => (window.left.project.eventStore.getById(event!) as any).name === value,
            [id, name]
        );
    }

    /** Waits until so many unconfirmed edits of this browser would survive the end of all its pages. */
    async isKept(count: number): Promise<void> {
        await this.page.waitForFunction(async wanted => {
            const open = indexedDB.open('schedulerpro-realtime');
            const database = await new Promise<IDBDatabase>((resolve, reject) => {
                open.onsuccess = () => resolve(open.result);
                open.onerror = () => reject(open.error!);
            });
            const [store] = database.objectStoreNames;
            const files = store
                ? await new Promise<{ entries: unknown[] }[]>((resolve, reject) => {
                      const all = database.transaction(store).objectStore(store).getAll();
                      all.onsuccess = () => resolve(all.result);
                      all.onerror = () => reject(all.error!);
                  })
                : [];
            database.close();
            return files.flatMap(({ entries }) => entries).length === wanted;
        }, count);
    }

    /** Another tab of the same browser, for the same person. */
    async openTab(): Promise<Planner> {
        const page = await this.page.context().newPage();
        await page.goto(this.page.url());
        return new Planner(this.name, page);
    }

    /** The bar of an event; not what a view keeps of one that is out of sight, to use it again. */
    bar(name: string): Locator {
        return this.page.locator('.b-sch-event-wrap:not(.b-released) .b-sch-event', { hasText: name }).first();
    }

    /** What the engine of this page holds. */
    snapshot(): Promise<Snapshot> {
        return this.page.evaluate(() => {
            const { eventStore, resourceStore, assignmentStore, dependencyStore } = window.left.project as any;
            const local = (date?: Date): string | undefined =>
                date && new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
            return [
                ...eventStore.map((e: any) => [
                    'event',
                    e.id,
                    e.name,
                    local(e.startDate),
                    local(e.endDate),
                    e.duration,
                    e.eventColor,
                    e.constraintType,
                    local(e.constraintDate)
                ]),
                ...resourceStore.map((r: any) => ['resource', r.id, r.name]),
                ...assignmentStore.map((a: any) => ['assignment', a.id, a.event?.id, a.resource?.id]),
                ...dependencyStore.map((d: any) => ['dependency', d.id, d.fromEvent?.id, d.toEvent?.id, d.type])
            ]
                .map(row => JSON.stringify(row))
                .sort();
        });
    }

    async close(): Promise<void> {
        await this.page.context().close();
    }
}
