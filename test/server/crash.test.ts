import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
    applyChanges,
    revisionNumber,
    StoreMap,
    type Changes,
    type RecordData,
    type ServerRevision
} from '../../src/protocol/index.ts';
import { cliProcesses } from './cliSupport.ts';
import { connectSocket, type SocketClient } from './wsSupport.ts';

const { inFolder, start } = cliProcesses();

const EVENTS = 200;

/** Revisions of each round, and after how many confirmations the server is killed while it works on the others. */
const REVISIONS = 60;
const KILLED_AFTER = [0, 1, 7, 20, 41, 59];

/** Sets all events to one name, so that half a revision could be seen, and adds one. */
function revision(local: string) {
    const name = `${local} ${'x'.repeat(100)}`;
    const updated = Array.from({ length: EVENTS }, (_, index) => ({ id: index + 1, name }));
    const added = [{ $PhantomId: `_generated-${local}`, name: local }];
    const changes: Changes = { events: { $input: { updated } }, resources: { $input: { added }, added } };
    return { revision: local, changes };
}

function revisionsIn({ received }: SocketClient): ServerRevision[] {
    return received.flatMap(({ command, data }) => (command === 'project_change' ? data.revisions : []));
}

async function until(condition: () => boolean, client: SocketClient): Promise<void> {
    while (!condition()) {
        await new Promise(resolve => client.socket.once('message', resolve));
    }
}

async function login(address: string, session?: string): Promise<SocketClient> {
    const client = await connectSocket(address);
    client.send('login', { login: 'ann', protocol: 2, session });
    await client.next('login');
    return client;
}

/** What the whole log makes of the initial data. */
function replay(initial: Record<string, RecordData[]>, log: readonly ServerRevision[]) {
    const table = new StoreMap<RecordData & { id: string | number }>();
    for (const [key, records] of Object.entries(initial)) {
        records.forEach(record => table.set(key.replace(/Data$/, ''), record.id!, record as never));
    }
    log.forEach(({ changes }) => applyChanges(changes, table));
    return [...(table.stores.get('events')?.values() ?? []), ...(table.stores.get('resources')?.values() ?? [])];
}

it('O2: a server that is killed while it writes has every confirmed revision, whole, and no other numbers', async () => {
    const events = Array.from({ length: EVENTS }, (_, index) => ({ id: index + 1, name: 'New' }));
    writeFileSync(
        inFolder('projects.json'),
        JSON.stringify([{ id: 1, name: 'One', dataset: { events, resources: [{ id: 1, name: 'Ann' }] } }])
    );
    const options = ['--demo', '--database', inFolder('a.sqlite'), '--projects', inFolder('projects.json')];
    let session: string | undefined;
    let initial: Record<string, RecordData[]> | undefined;
    let sent = 0;

    for (const killedAfter of KILLED_AFTER) {
        const server = await start(...options);
        const author = await login(server.address, session);
        session = author.received[0]!.data.session as string;
        author.send('dataset', { project: 1 });
        initial ??= (await author.next('dataset')).data.dataset as typeof initial;
        const revisions = Array.from({ length: REVISIONS }, () => revision(`local-${++sent}`));
        revisions.forEach(each => author.send('project_change', { project: 1, revisions: [each] }));
        await until(() => revisionsIn(author).length >= killedAfter, author);
        server.child.kill('SIGKILL');
        await Promise.all([server.exit, author.closed]);
        const confirmed = revisionsIn(author);

        const restarted = await start(...options);
        const reader = await login(restarted.address);
        reader.send('update', { project: 1, fromRevision: 'base' });
        await reader.next('update');
        const log = revisionsIn(reader);
        expect(log.map(each => revisionNumber(each.revision))).toEqual(log.map((_, index) => index + 1));
        expect(log).toEqual(expect.arrayContaining(confirmed));
        reader.send('dataset', { project: 1 });
        const { revision: last, dataset } = (await reader.next('dataset')).data;
        expect(revisionNumber(last)).toBe(log.length);
        expect([...dataset.eventsData, ...dataset.resourcesData]).toEqual(replay(initial!, log));
        expect(new Set(dataset.eventsData.map(({ name }: RecordData) => name)).size).toBe(1);

        const again = await login(restarted.address, session);
        again.send('dataset', { project: 1 });
        await again.next('dataset');
        again.send('project_change', { project: 1, revisions });
        const answered = () => new Map(revisionsIn(again).map(each => [each.localRevision, each.revision]));
        await until(() => answered().size === REVISIONS, again);
        const numbers = [...answered().values()].map(each => revisionNumber(each)!);
        expect(numbers.sort((a, b) => a - b)).toEqual(revisions.map((_, index) => sent - REVISIONS + index + 1));
        restarted.child.kill('SIGKILL');
        await restarted.exit;
    }
}, 60_000);
