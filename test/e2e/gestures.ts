import type { Locator, Page } from 'playwright';
import type { Planner } from './planner.ts';

/** One thing a planner does, and what everybody must see afterwards. */
export interface Gesture {
    /** What is done, as it reads in a test title. */
    title: string;
    /** Does it, the way a person or a host application does. */
    perform: (planner: Planner) => Promise<void>;
    /** Resolves when the engine of the page holds the result. */
    seen: (page: Page) => Promise<unknown>;
}

interface Box {
    x: number;
    y: number;
    width: number;
    height: number;
}

/** Where something is, once it is there and in view. */
export async function boxOf(locator: Locator): Promise<Box> {
    await locator.waitFor();
    await locator.scrollIntoViewIfNeeded();
    // What was scrolled is drawn with the next frame.
    await locator.evaluate(async element => {
        const frame = (): Promise<number> => new Promise(resolve => requestAnimationFrame(resolve));
        const place = (): string => JSON.stringify(element.getBoundingClientRect());
        for (let [before, still] = ['', 0]; still < 3; before = place()) {
            // oxlint-disable-next-line no-await-in-loop -- frame by frame
            await frame();
            still = place() === before ? still + 1 : 0;
        }
    });
    return (await locator.boundingBox())!;
}

/** Drags with the mouse, as people do: a small movement first. */
export async function drag(page: Page, from: [number, number], to: [number, number]): Promise<void> {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(from[0] + Math.sign(dx) * 8, from[1] + Math.sign(dy) * 8, { steps: 3 });
    await page.mouse.move(...to, { steps: 10 });
    await page.mouse.up();
}

/** Waits until `condition` holds for the project of the page; it runs there, so it must stand on its own. */
function until(page: Page, condition: (project: any) => unknown): Promise<unknown> {
    return page.waitForFunction(`(${String(condition)})(window.left.project)`);
}

/** Runs `edit` in the page, as the code of a host application. */
async function hostCode(planner: Planner, edit: (project: any) => void): Promise<void> {
    await planner.page.evaluate(`(${String(edit)})(window.left.project)`);
}

/** Everything that changes a schedule, with names and places of the records that `plan.ts` makes. */
export const GESTURES: Gesture[] = [
    {
        title: 'dragging a bar in time',
        async perform(planner) {
            const { x, y, width, height } = await boxOf(planner.bar('Alpha'));
            await drag(planner.page, [x + width / 2, y + height / 2], [x + width / 2 + width, y + height / 2]);
        },
        seen: page => until(page, project => project.eventStore.getById('alpha').startDate.getDate() === 7)
    },
    {
        title: 'resizing a bar',
        async perform(planner) {
            const { x, y, width, height } = await boxOf(planner.bar('Bravo'));
            await drag(planner.page, [x + width - 3, y + height / 2], [x + width * 2 - 3, y + height / 2]);
        },
        seen: page => until(page, project => project.eventStore.getById('bravo').duration === 4)
    },
    {
        title: 'editing a cell',
        async perform({ page }) {
            await page.locator('.b-grid-cell', { hasText: 'Hall' }).dblclick();
            await page.keyboard.press('ControlOrMeta+a');
            await page.keyboard.type('Great hall');
            await page.keyboard.press('Enter');
            // Enter goes on to the next cell.
            await page.keyboard.press('Escape');
        },
        seen: page => until(page, project => project.resourceStore.getById('hall').name === 'Great hall')
    },
    {
        title: 'renaming in the task editor',
        async perform(planner) {
            const { page } = planner;
            await planner.bar('Charlie').dblclick();
            const editor = page.getByRole('dialog');
            await editor.waitFor();
            await editor.getByLabel('Name', { exact: true }).fill('Charlie edited');
            await editor.getByRole('button', { name: 'Save' }).click();
            await editor.waitFor({ state: 'hidden' });
        },
        seen: page => until(page, project => project.eventStore.getById('charlie').name === 'Charlie edited')
    },
    {
        title: 'creating by dragging',
        async perform({ page }) {
            const row = await boxOf(page.locator('.b-timeline-sub-grid .b-grid-row').nth(3));
            await drag(page, [row.x + row.width * 0.7, row.y + 20], [row.x + row.width * 0.85, row.y + 20]);
            const editor = page.getByRole('dialog');
            await editor.waitFor();
            await editor.getByLabel('Name', { exact: true }).fill('Created');
            await editor.getByRole('button', { name: 'Save' }).click();
            await editor.waitFor({ state: 'hidden' });
        },
        seen: page =>
            until(page, project => {
                const created = project.eventStore.find((event: any) => event.name === 'Created');
                return created?.assignments.length === 1 && !String(created.id).startsWith('_generated');
            })
    },
    {
        title: 'deleting with the keyboard',
        async perform(planner) {
            await planner.bar('Delta').click();
            await planner.page.keyboard.press('Delete');
        },
        seen: page => until(page, project => !project.eventStore.getById('delta'))
    },
    {
        title: 'drawing a dependency',
        async perform(planner) {
            const from = await boxOf(planner.bar('Echo'));
            const to = await boxOf(planner.bar('Foxtrot'));
            await planner.page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
            const terminal = await boxOf(planner.bar('Echo').locator('.b-sch-terminal-right, .b-sch-terminal-end'));
            await drag(
                planner.page,
                [terminal.x + terminal.width / 2, terminal.y + terminal.height / 2],
                [to.x + 4, to.y + to.height / 2]
            );
        },
        seen: page =>
            until(page, project =>
                project.dependencyStore.some(
                    (dependency: any) => dependency.fromEvent?.id === 'echo' && dependency.toEvent?.id === 'foxtrot'
                )
            )
    },
    {
        title: 'dragging a bar to another resource',
        async perform(planner) {
            const { x, y, width, height } = await boxOf(planner.bar('Golf'));
            const row = await boxOf(planner.page.locator('.b-timeline-sub-grid .b-grid-row').nth(3));
            await drag(planner.page, [x + width / 2, y + height / 2], [x + width / 2, row.y + row.height / 2]);
        },
        seen: page => until(page, project => project.eventStore.getById('golf').resource.id === 'yard')
    },
    {
        title: 'undoing with the button',
        async perform(planner) {
            await hostCode(planner, project => (project.eventStore.getById('hotel').name = 'Hotel changed'));
            await planner.allSaved();
            await planner.page.getByRole('button', { name: /^Undo: / }).click();
        },
        seen: page => until(page, project => project.eventStore.getById('hotel').name === 'Hotel')
    },
    {
        title: 'redoing with the button',
        async perform(planner) {
            await hostCode(planner, project => (project.eventStore.getById('hotel').name = 'Hotel redone'));
            await planner.allSaved();
            await planner.page.getByRole('button', { name: /^Undo: / }).click();
            await planner.allSaved();
            await planner.page.getByRole('button', { name: /^Redo: / }).click();
        },
        seen: page => until(page, project => project.eventStore.getById('hotel').name === 'Hotel redone')
    },
    {
        title: "a host's event.name = …",
        perform: planner => hostCode(planner, project => (project.eventStore.getById('india').name = 'India direct')),
        seen: page => until(page, project => project.eventStore.getById('india').name === 'India direct')
    },
    {
        title: "a host's resource.name = …",
        perform: planner => hostCode(planner, project => (project.resourceStore.getById('dock').name = 'New dock')),
        seen: page => until(page, project => project.resourceStore.getById('dock').name === 'New dock')
    },
    {
        title: "a host's event.eventColor = …",
        perform: planner => hostCode(planner, project => (project.eventStore.getById('india').eventColor = 'red')),
        seen: page => until(page, project => project.eventStore.getById('india').eventColor === 'red')
    },
    {
        title: "a host's event.setStartDate() while nothing is awaited",
        perform: planner =>
            hostCode(
                planner,
                project => void project.eventStore.getById('juliett').setStartDate(new Date(2026, 0, 20))
            ),
        seen: page => until(page, project => project.eventStore.getById('juliett').startDate.getDate() === 20)
    },
    {
        title: "a host's range of time",
        perform: planner =>
            hostCode(
                planner,
                project =>
                    void project.timeRangeStore.add({
                        id: 'fair',
                        name: 'Fair',
                        startDate: new Date(2026, 2, 4, 9),
                        endDate: new Date(2026, 2, 6, 18)
                    })
            ),
        seen: page => until(page, ({ timeRangeStore }) => timeRangeStore.getById('fair')?.startDate.getHours() === 9)
    },
    {
        title: "a host's range of time, moved",
        perform: planner =>
            hostCode(
                planner,
                project => void (project.timeRangeStore.getById('fair').startDate = new Date(2026, 2, 4, 10))
            ),
        seen: page => until(page, ({ timeRangeStore }) => timeRangeStore.getById('fair').startDate.getHours() === 10)
    },
    {
        title: 'a holiday in a calendar',
        perform: planner =>
            hostCode(planner, async project => {
                project.calendarManagerStore.add({
                    id: 'free',
                    name: 'Free',
                    unspecifiedTimeIsWorking: true,
                    intervals: [{ startDate: new Date(2026, 2, 4), endDate: new Date(2026, 2, 5), isWorking: false }]
                });
                await project.commitAsync();
                project.eventStore.getById('golf').calendar = 'free';
            }),
        seen: page =>
            until(page, project => {
                const { calendar } = project.eventStore.getById('golf');
                return calendar?.id === 'free' && calendar.intervalStore.first.startDate.getHours() === 0;
            })
    },
    {
        title: 'splitting an event',
        perform: planner =>
            hostCode(planner, project => {
                project.eventStore.getById('india').segments = [
                    { startDate: new Date(2026, 0, 5), endDate: new Date(2026, 0, 6) },
                    { startDate: new Date(2026, 0, 7), endDate: new Date(2026, 0, 8) }
                ];
            }),
        seen: page =>
            until(page, project => {
                const { segments } = project.eventStore.getById('india');
                return (
                    segments?.length === 2 && segments[1].startDate.getDate() === 7 && !segments[1].startDate.getHours()
                );
            })
    },
    {
        title: 'dragging a part of a split event',
        async perform(planner) {
            const { x, y, width, height } = await boxOf(planner.page.locator('.b-sch-event-segment').nth(1));
            await drag(planner.page, [x + width / 2, y + height / 2], [x + width * 1.5, y + height / 2]);
        },
        seen: page =>
            until(page, project => {
                const { segments, endDate } = project.eventStore.getById('india');
                return segments?.[1].startDate.getDate() === 8 && endDate.getDate() === 9 && !endDate.getHours();
            })
    },
    {
        title: 'joining what was split',
        perform: planner => hostCode(planner, project => void (project.eventStore.getById('india').segments = null)),
        seen: page => until(page, project => !project.eventStore.getById('india').segments?.length)
    }
];
