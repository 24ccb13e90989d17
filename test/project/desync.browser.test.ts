import { expect, test } from 'vitest';
import { Command } from '../../src/protocol/index.ts';
import { IMPATIENT, isCalm, joinProject, startServer } from './support.ts';

/** Delays after which the screen is compared with what is stored, in milliseconds. */
const isComparison = (delay: number): boolean => delay >= 100 && delay <= 400;

test('a comparison that is due before all that has arrived is worked off comes after it', async () => {
    let isEarly = false;
    const wsEnvironment: typeof IMPATIENT = {
        ...IMPATIENT,
        schedule(callback, delay) {
            if (isEarly && isComparison(delay)) {
                isEarly = false;
                queueMicrotask(callback);
                return () => {};
            }
            return IMPATIENT.schedule(callback, delay);
        }
    };
    const { project, line } = await joinProject(startServer(), 'Ada', { wsEnvironment });
    await isCalm(project);
    const sentBefore = line.sent.length;

    isEarly = true;
    const changes = { events: { updated: [{ id: 'b', endDate: '2026-01-30T00:00:00' }] } };
    const client = project.wsState.session!.clientId;
    await project.wsSend(Command.projectChange, { project: 1, client, revisions: [{ revision: 'wrong', changes }] });

    const corrected = (): unknown[] =>
        line.sent
            .slice(sentBefore)
            .flatMap(({ data }) => data.revisions ?? [])
            .flatMap(({ changes: { events } }) => events.updated)
            .filter(({ endDate }) => endDate === '2026-01-07T00:00:00');
    await expect.poll(corrected).toEqual([{ id: 'b', endDate: '2026-01-07T00:00:00' }]);
    expect(isEarly).toBe(false);
});
