import { test, expect } from 'vitest';
import { joinTwo, eventOf, snapshot } from './support.ts';
test('probe', async () => {
    const { ada, ben, adaLine } = await joinTwo({ wsLogMessages: true });
    adaLine.cutAfterSending('project_change');
    (ada.eventStore as any).add({ name: 'Sent', startDate: new Date(2026, 0, 6), duration: 1 });
    await expect.poll(() => ben.eventStore.count).toBe(5);
    await expect.poll(() => ada.wsState.connection.status).not.toBe('live');
    eventOf(ada, 'a').name = 'Unsent';
    await expect.poll(() => ada.wsState.queue.length).toBe(2);
    ada.wsLogout();
    adaLine.mend();
    await ada.wsLogin({ login: 'Ada' });
    await new Promise(r => setTimeout(r, 2500));
    console.log(JSON.stringify(ada.wsState), snapshot(ada).join('\n'), '\nBEN\n', snapshot(ben).join('\n'));
    console.log(ada.wsMessageLog.slice(-12).map(m => JSON.stringify(m).slice(0, 1500)).join('\n'));
});
