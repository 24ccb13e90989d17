import { describe, expect, it } from 'vitest';
import { createDemoProjects, demoAuthenticate, MemoryStorage } from '../../src/server/core.ts';
import { openRoom } from './support.ts';

const DAY = 86_400_000;
const time = (date: string) => Date.parse(`${date}Z`);

function loadProjects(today = new Date(2026, 0, 7)) {
    const storage = new MemoryStorage();
    createDemoProjects(storage, today);
    return storage.projects().map(({ id, name }) => {
        const stores = new Map(storage.load(id)!.content.stores) as Map<string, any[]>;
        return { id, name, stores };
    });
}

describe('the demo projects', () => {
    it('are the same for every day of a week, and move with the weeks', () => {
        const all = JSON.stringify(loadProjects().map(({ stores }) => [...stores]));
        expect(JSON.stringify(loadProjects(new Date(2026, 0, 11)).map(({ stores }) => [...stores]))).toBe(all);
        expect(JSON.stringify(loadProjects(new Date(2026, 0, 12)).map(({ stores }) => [...stores]))).not.toBe(all);
    });

    it('have the sizes they promise', () => {
        const sizes = loadProjects().map(({ id, stores }) => [
            id,
            ...['events', 'resources', 'dependencies', 'calendars'].map(store => stores.get(store)!.length)
        ]);
        expect(sizes).toEqual([
            [1, 49, 12, 41, 2],
            [2, 10, 4, 6, 2],
            [3, 1_000, 50, 250, 2]
        ]);
    });

    it.each(loadProjects())(
        '$name: dates, durations and dependencies agree, so the engine moves nothing',
        ({ stores }) => {
            const events = new Map(stores.get('events')!.map(event => [event.id, event]));
            for (const { startDate, endDate, duration, durationUnit, constraintDate } of events.values()) {
                expect(startDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
                expect(time(endDate) - time(startDate)).toBe(duration * (durationUnit === 'day' ? DAY : DAY / 24));
                expect([undefined, startDate]).toContain(constraintDate);
            }
            for (const { fromEvent, toEvent } of stores.get('dependencies')!) {
                expect(time(events.get(toEvent).startDate)).toBeGreaterThanOrEqual(time(events.get(fromEvent).endDate));
                expect(events.get(toEvent).constraintType).toBe('startnoearlierthan');
            }
        }
    );

    it.each(loadProjects())('$name: everybody does one thing at a time', ({ stores }) => {
        const events = new Map(stores.get('events')!.map(event => [event.id, event]));
        const byResource = Map.groupBy(stores.get('assignments')!, ({ resource }) => resource as number);
        expect([...byResource.keys()].sort((a, b) => a - b)).toEqual(
            stores.get('resources')!.map(({ id }) => id as number)
        );
        for (const assignments of byResource.values()) {
            const spans = assignments
                .map(({ event }) => events.get(event))
                .sort((a, b) => time(a.startDate) - time(b.startDate));
            spans.slice(1).forEach((span, index) => {
                expect(time(span.startDate)).toBeGreaterThanOrEqual(time(spans[index].endDate));
            });
        }
    });

    it('the lively one has work in this week and the next two', () => {
        const monday = time('2026-01-05T00:00:00');
        const weeks = loadProjects()[0]!
            .stores.get('events')!
            .map(({ startDate }) => Math.floor((time(startDate) - monday) / (7 * DAY)));
        for (const week of [0, 1, 2]) {
            expect(weeks.filter(other => other === week).length).toBeGreaterThan(7);
        }
    });

    it('can be edited', () => {
        const storage = new MemoryStorage();
        createDemoProjects(storage);
        expect(openRoom(storage).send('a', 'local-1', { events: { updated: [{ id: 1, name: 'x' }] } }).type).toBe(
            'accepted'
        );
    });
});

describe('the demo login', () => {
    it('lets anybody in by name, one person whatever the spelling', () => {
        expect(demoAuthenticate({ login: ' Ann ' })).toMatchObject({
            userId: 'ann',
            userName: 'Ann',
            role: 'editor',
            projects: [1, 2]
        });
        expect(demoAuthenticate({ login: 'ANN' })!.userId).toBe('ann');
        expect(demoAuthenticate({ login: '   ' })).toBeNull();
    });

    it('lets "viewer" look only', () => {
        expect(demoAuthenticate({ login: 'Viewer' })).toMatchObject({ role: 'viewer', projects: [1, 2] });
    });

    it('asks the administrator for a password', () => {
        expect(demoAuthenticate({ login: 'admin' })).toBeNull();
        expect(demoAuthenticate({ login: 'Admin', password: 'guess' })).toBeNull();
        expect(demoAuthenticate({ login: 'admin', password: 'admin' })).toMatchObject({ role: 'admin', projects: '*' });
    });

    it.each(['constructor', '__proto__', 'toString'])('takes %s for a name', login => {
        expect(demoAuthenticate({ login })).toMatchObject({ userName: login, projects: [1, 2] });
    });
});
