import { waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { RemoteFlash, UsersBar } from '../../src/components/index.ts';
import type { Realtime } from '../../src/store/Realtime.ts';
import { createProject } from '../../src/server/core.ts';
import { createInPageServer, type InPageServer } from '../support/inPageServer.ts';
import { applyTheme, clientOf, expectAccessible, renderRealtime } from '../support/renderRealtime.tsx';
import { isLive, PLAN, startServer } from '../project/support.ts';
import { barOf, editorFields, press, showIn } from '../project/viewSupport.ts';

beforeEach(() => applyTheme('light'));

async function logIn(server: InPageServer, userName: string, projectId = 1): Promise<Realtime> {
    const realtime = clientOf(server, { wsProjectId: projectId });
    await realtime.login({ userName });
    await isLive(realtime.project);
    return realtime;
}

/** Ada sees a scheduler and who is online; Ben edits. */
async function watch(server = startServer(), ui = <RemoteFlash />) {
    const [ada, ben] = await Promise.all([logIn(server, 'Ada'), logIn(server, 'Ben')]);
    const rendered = renderRealtime(
        ada,
        <>
            {ui}
            <UsersBar />
        </>
    );
    const scheduler = showIn(ada.project, { enableTransactionalFeatures: true });
    return { server, ada, ben, scheduler, ...rendered };
}

/** A thousand events on a hundred rows. */
function bigServer(): InPageServer {
    const resourcesData = Array.from({ length: 100 }, (_, index) => ({ id: `r${index}`, name: `Row ${index}` }));
    const eventsData = Array.from({ length: 1_000 }, (_, index) => ({
        id: `e${index}`,
        name: `E${index}`,
        startDate: `2026-01-${String(2 + Math.floor(index / 100)).padStart(2, '0')}T00:00:00`,
        duration: 1,
        durationUnit: 'day'
    }));
    const assignmentsData = eventsData.map(({ id }, index) => ({
        id: `a${index}`,
        event: id,
        resource: `r${index % 100}`
    }));
    const dataset = { ...PLAN, resourcesData, eventsData, assignmentsData, dependenciesData: [] };
    return createInPageServer({ fill: storage => createProject(storage, { id: 1, name: 'Big', dataset }) });
}

const eventOf = ({ project }: Realtime, id: string): any => project.eventStore.getById(id);

/** The bars that flash in a scheduler, with their colours. */
function flashing(scheduler: any): Record<string, string> {
    const found: Record<string, string> = {};
    for (const bar of scheduler.element.querySelectorAll('.b-sch-event')) {
        const [animation] = bar.getAnimations().filter((each: Animation) => !(each instanceof CSSTransition));
        if (animation) {
            const { outline } = animation.effect.getKeyframes()[0];
            found[scheduler.resolveEventRecord(bar).id] = outline.replace(' solid 3px', '').replace('3px solid ', '');
        }
    }
    return found;
}

/** A colour as the browser shows it. */
function shown(color: string): string {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = color;
    const { color: result } = getComputedStyle(probe);
    probe.remove();
    return result;
}

const avatarOf = (title: RegExp): string =>
    getComputedStyle(
        [...document.querySelectorAll('.sprt-users li')].find(item => title.test((item as HTMLElement).title))!
            .firstElementChild!
    ).backgroundColor;

const colors = (scheduler: any): Record<string, string> =>
    Object.fromEntries(Object.entries(flashing(scheduler)).map(([id, color]) => [id, shown(color)]));

test('a bar that somebody else changes flashes once, in the colour of that person’s avatar', async () => {
    const { ada, ben, scheduler } = await watch();
    await barOf(scheduler, 'b');
    await waitFor(() => expect(avatarOf(/Ben/)).toBeTruthy());
    eventOf(ben, 'b').name = 'B of Ben';
    await expect.poll(() => colors(scheduler)).toEqual({ b: avatarOf(/Ben/) });
    expect(avatarOf(/Ben/)).not.toBe(avatarOf(/Ada/));
    expect(eventOf(ada, 'b').name).toBe('B of Ben');
    await expect.poll(() => flashing(scheduler)).toEqual({});
});

test('what follows from it flashes too, and so does what is new or reassigned', async () => {
    const { ben, scheduler } = await watch();
    await barOf(scheduler, 'b');
    eventOf(ben, 'a').duration = 8;
    await expect.poll(() => Object.keys(flashing(scheduler)).sort()).toEqual(['a', 'c']);
    await expect.poll(() => flashing(scheduler)).toEqual({});
    await ben.edit(() => {
        ben.project.eventStore.add({ id: 'new', name: 'New', startDate: new Date(2026, 0, 3), duration: 2 } as never);
        ben.project.assignmentStore.add({ id: 'new-yard', event: 'new', resource: 'yard' } as never);
        (ben.project.assignmentStore.getById('b-shop') as any).resource = 'yard';
    });
    await expect.poll(() => Object.keys(flashing(scheduler)).sort()).toEqual(['b', 'new']);
});

test('one’s own edits, and corrections of calculated values, do not', async () => {
    const { ada, ben, scheduler } = await watch();
    await barOf(scheduler, 'b');
    const animate = vi.spyOn(Element.prototype, 'animate');
    onTestFinished(() => animate.mockRestore());
    await ada.edit(() => void (eventOf(ada, 'b').name = 'Mine'));
    await expect.poll(() => eventOf(ben, 'b').name).toBe('Mine');
    eventOf(ben, 'd').name = 'Not on the screen';
    await expect.poll(() => eventOf(ada, 'd').name).toBe('Not on the screen');
    eventOf(ben, 'c').name = 'C of Ben';
    await expect.poll(() => Object.keys(flashing(scheduler))).toEqual(['c']);
    expect(animate).toHaveBeenCalledTimes(1);
});

test('it outlives the scheduler’s own drawing, and leaves the classes and renderers of the host alone', async () => {
    const { ada, ben, scheduler } = await watch();
    scheduler.eventRenderer = ({ eventRecord, renderData }: any) => {
        renderData.cls.add('of-host');
        return `<b>${eventRecord.name}</b>`;
    };
    const bar = await barOf(scheduler, 'b');
    eventOf(ben, 'b').name = 'B of Ben';
    await expect.poll(() => Object.keys(flashing(scheduler))).toEqual(['b']);
    eventOf(ada, 'b').eventColor = 'red';
    scheduler.refreshWithTransition?.();
    scheduler.selectEvent(eventOf(ada, 'b'));
    scheduler.renderRows();
    await expect.poll(() => bar.className).toContain('of-host');
    expect(Object.keys(flashing(scheduler))).toEqual(['b']);
});

test('an element that is used for another bar does not flash on', async () => {
    const { ben, scheduler } = await watch(bigServer(), <RemoteFlash duration={60_000} />);
    await barOf(scheduler, 'e0');
    eventOf(ben, 'e0').name = 'E0 of Ben';
    await expect.poll(() => Object.keys(flashing(scheduler))).toEqual(['e0']);
    const flashed = [...scheduler.element.querySelectorAll('.b-sch-event')].find(
        bar => bar.getAnimations().filter((each: Animation) => !(each instanceof CSSTransition)).length
    )!;
    const others = (): unknown[] => Object.keys(flashing(scheduler)).filter(id => id !== 'e0');
    const isReused = (): boolean => flashed.isConnected && scheduler.resolveEventRecord(flashed)?.id !== 'e0';
    for (let y = 0; y < 4_000 && !isReused(); y += 150) {
        scheduler.scrollable.y = y;
        // oxlint-disable-next-line no-await-in-loop -- the scheduler draws once a frame
        await new Promise(requestAnimationFrame);
    }
    expect(isReused()).toBe(true);
    expect(others()).toEqual([]);
});

test('what is in an open editor flashes when that is closed', async () => {
    const { ada, ben, scheduler } = await watch();
    await barOf(scheduler, 'a');
    await scheduler.editEvent(eventOf(ada, 'a'));
    await editorFields(scheduler);
    eventOf(ben, 'a').name = 'A of Ben';
    eventOf(ben, 'b').name = 'B of Ben';
    await expect.poll(() => Object.keys(flashing(scheduler))).toEqual(['b']);
    await expect.poll(() => Object.keys(flashing(scheduler))).toEqual([]);
    await press('Cancel');
    await expect.poll(() => Object.keys(flashing(scheduler))).toEqual(['a']);
});

test('every scheduler of the project flashes, that of another project does not', async () => {
    const { server, ada, ben, scheduler } = await watch();
    const second = showIn(ada.project);
    const elsewhere = await logIn(server, 'Cleo', 2);
    const third = showIn(elsewhere.project);
    await Promise.all([scheduler, second, third].map(each => barOf(each, 'b')));
    eventOf(ben, 'b').name = 'B of Ben';
    await expect.poll(() => [scheduler, second].map(each => Object.keys(flashing(each)))).toEqual([['b'], ['b']]);
    expect(flashing(third)).toEqual({});
});

test('nothing flashes without it, or after it is gone', async () => {
    const { ben, ada, scheduler, rerender } = await watch();
    await barOf(scheduler, 'b');
    rerender(<UsersBar />);
    eventOf(ben, 'b').name = 'B of Ben';
    await expect.poll(() => eventOf(ada, 'b').name).toBe('B of Ben');
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    expect(flashing(scheduler)).toEqual({});
});

describe('for people who want less motion', () => {
    test('it stands still', async () => {
        const emulate = (value: string): Promise<unknown> =>
            (cdp() as any).send('Emulation.setEmulatedMedia', {
                features: [{ name: 'prefers-reduced-motion', value }]
            });
        await emulate('reduce');
        onTestFinished(async () => void (await emulate('')));
        const { ben, scheduler } = await watch();
        const bar = await barOf(scheduler, 'b');
        eventOf(ben, 'b').name = 'B of Ben';
        await expect.poll(() => Object.keys(flashing(scheduler))).toEqual(['b']);
        const [animation] = bar.getAnimations();
        const looks = (animation!.effect as KeyframeEffect)
            .getKeyframes()
            .map(({ outline, boxShadow }) => `${outline} ${boxShadow}`);
        expect(new Set(looks).size).toBe(1);
    });
});

test('a thousand changes at once mark only so many bars', async () => {
    const { ada, ben, scheduler } = await watch(bigServer(), <RemoteFlash max={20} duration={60_000} />);
    await barOf(scheduler, 'e0');
    const animate = vi.spyOn(Element.prototype, 'animate');
    onTestFinished(() => animate.mockRestore());
    await ben.edit(() => {
        ben.project.eventStore.forEach((event: any) => (event.name += '!'));
    });
    await expect.poll(() => eventOf(ada, 'e999').name).toBe('E999!');
    await expect.poll(() => animate.mock.calls.length).toBe(20);
    expect(Object.keys(flashing(scheduler)).length).toBe(20);
});

test('is accessible while it flashes', async () => {
    const { ben, scheduler, container } = await watch(startServer(), <RemoteFlash duration={60_000} />);
    await barOf(scheduler, 'b');
    eventOf(ben, 'b').name = 'B of Ben';
    await expect.poll(() => Object.keys(flashing(scheduler))).toEqual(['b']);
    scheduler.element.remove();
    expect(container.isConnected).toBe(true);
    await expectAccessible();
});
