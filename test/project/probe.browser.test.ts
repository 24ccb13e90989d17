import { test } from 'vitest';
import { createInPageServer } from '../support/inPageServer.ts';
import { createProject } from '../../src/server/core.ts';
import { joinProject, isSaved } from './support.ts';
import { issueOf } from '../../src/project/resolveIssues.ts';
test.each([1000])(
    'probe %i',
    async n => {
        const events = Array.from({ length: n }, (_, i) => ({
            id: i + 1,
            name: `E${i}`,
            startDate: '2026-01-05T00:00:00',
            duration: 1,
            durationUnit: 'day'
        }));
        const dependencies = events
            .slice(1)
            .flatMap((e, i) => (e.id % 10 === 1 ? [] : [{ id: i, from: e.id - 1, to: e.id, type: 2 }]));
        const dataset = {
            eventsData: events,
            resourcesData: Array.from({ length: 50 }, (_, i) => ({ id: i + 1, name: `R${i}` })),
            assignmentsData: events.map(({ id }) => ({ id, event: id, resource: (id % 50) + 1 })),
            dependenciesData: dependencies,
            calendarsData: []
        };
        const server = createInPageServer({
            fill(storage: any) {
                createProject(storage, { id: 1, name: 'One', dataset });
            }
        });
        let t = performance.now();
        const { project } = await joinProject(server, 'Ada');
        const p = project as any;
        console.log(n, 'join', performance.now() - t);
        await isSaved(project);
        const issue: any = await new Promise(resolve => {
            p.on({
                schedulingconflict: (event: any) => resolve(issueOf(project, { kind: 'schedulingConflict', event }))
            });
            p.eventStore.getById(3).set({ constraintType: 'muststarton', constraintDate: new Date(2026, 0, 5) });
        });
        for (const choice of issue.choices) {
            let longest = 0,
                last = performance.now(),
                on = true;
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => {
                const now = performance.now();
                longest = Math.max(longest, now - last);
                last = now;
                if (on) port2.postMessage(0);
            };
            port2.postMessage(0);
            t = performance.now();
            const preview = await choice.preview();
            on = false;
            console.log(
                n,
                choice.id,
                'ms',
                performance.now() - t,
                'longest block',
                longest,
                'moves',
                preview.moves.length
            );
            await new Promise(r => setTimeout(r, 100));
        }
        t = performance.now();
        issue.cancel();
        await isSaved(project);
        console.log(n, 'cancel', performance.now() - t);
        project.destroy();
    },
    170_000
);
