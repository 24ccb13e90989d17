import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CloseCode } from '../../src/protocol/index.ts';
import { cliProcesses } from './cliSupport.ts';
import { change, rename } from './support.ts';
import { connectSocket, joinSocket } from './wsSupport.ts';

const { inFolder, run, start } = cliProcesses();

describe('the command line', () => {
    it('explains itself', async () => {
        const { exit, output } = run('--help');
        expect(await exit).toBe(0);
        expect(output.out).toContain('--database PATH');
        expect(output.out).toContain('--log-tail NUMBER');
        expect(output.out).toContain('--session-age DAYS');
        expect(output.out).toContain('--autosave MINUTES');
        expect(output.err).toBe('');
    });

    it('says its version', async () => {
        const { exit, output } = run('--version');
        expect(await exit).toBe(0);
        expect(output.out).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
    });

    it.each([
        [[], /^Nobody could log in: pass --demo .* or --auth MODULE.*\n$/],
        [['--demo', '--auth', 'x.js'], /pass one of them/],
        [['--demo', '--port', 'many'], /^--port cannot be 'many'; --help lists the options\.\n$/],
        [['--demo', '--port', '70000'], /^--port cannot be '70000'/],
        [['--demo', '--heartbeat', '0'], /^--heartbeat cannot be '0'/],
        [['--demo', '--log-tail', '0'], /^--log-tail cannot be '0'/],
        [['--demo', '--log-tail', '1.5'], /^--log-tail cannot be '1.5'/],
        [['--demo', '--autosave', 'always'], /^--autosave cannot be 'always'/],
        [['--demo', '--autosave-revisions', 'all'], /^--autosave-revisions cannot be 'all'/],
        [['--demo', '--autosave-keep', '0'], /^--autosave-keep cannot be '0'/],
        [['--demo', '--session-age', 'never'], /^--session-age cannot be 'never'/],
        [['--demo', '--bogus'], /^Unknown option '--bogus'; --help lists the options\.\n$/],
        [['--demo', 'extra'], /^Unexpected argument 'extra'.*; --help lists the options\.\n$/],
        [['--auth', './missing.js'], /^--auth cannot load '.\/missing.js'/],
        [
            ['--demo', '--database', ':memory:', '--projects', './missing.json'],
            /^--projects cannot read '.\/missing.json': ENOENT/
        ],
        [
            ['--demo', '--database', ':memory:', '--projects', './package.json'],
            /^--projects cannot read '.\/package.json': ./
        ]
    ])('%j: exits with 2 and one sentence', async (args, sentence) => {
        const { exit, output } = run(...args);
        expect(await exit).toBe(2);
        expect(output.err).toMatch(sentence);
        expect(output.err.split('\n')).toHaveLength(2);
        expect(output.out).toBe('');
    });

    it('exits with 1 when the port is taken', async () => {
        const { address } = await start('--demo', '--database', ':memory:');
        const port = new URL(address).port;
        const { exit, output } = run('--demo', '--database', ':memory:', '--port', port);
        expect(await exit).toBe(1);
        expect(output.err).toBe(`Port ${port} on 127.0.0.1 is taken by another program; choose another port\n`);
    });

    it('exits with 1 when the database cannot be opened', async () => {
        writeFileSync(
            inFolder('text.sqlite'),
            'this is no database at all, but it is long enough to be read'.repeat(9)
        );
        const { exit, output } = run('--demo', '--database', 'text.sqlite');
        expect(await exit).toBe(1);
        expect(output.err).toMatch(/^Cannot open the database 'text.sqlite': .*not a database\n$/);
    });

    it('lets the module given with --auth decide', async () => {
        writeFileSync(
            inFolder('auth.mjs'),
            `export default async ({ token }) => token === 'good' ? { userId: 'u', userName: 'Token User', projects: '*' } : null;`
        );
        const { address } = await start(
            '--auth',
            'auth.mjs',
            '--database',
            ':memory:',
            '--origin',
            'https://a.example'
        );
        const client = await connectSocket(address);
        client.send('login', { login: 'ann', token: 'bad' });
        expect((await client.next('login')).error).toBe('Wrong username/password');
        client.send('login', { token: 'good' });
        expect((await client.next('login')).data.userName).toBe('Token User');
        client.send('projects');
        expect((await client.next('projects')).data.projects).toEqual([]);
        const page = await connectSocket(address, { origin: 'https://b.example' });
        expect(await page.closed).toBe(CloseCode.policyViolation);
    });
});

describe('the server process', () => {
    it.each(['SIGTERM', 'SIGINT'] as const)('%s: says goodbye and exits with 0', async signal => {
        const server = await start('--demo');
        const ann = await joinSocket(server.address, 'ann');
        server.child.kill(signal);
        expect(await ann.closed).toBe(CloseCode.goingAway);
        expect(await server.exit).toBe(0);
        expect(server.output.err).toBe('');
        expect(existsSync(inFolder(join('data', 'schedule.sqlite')))).toBe(true);
        expect(existsSync(inFolder(join('data', 'schedule.sqlite-wal')))).toBe(false);
    });

    it('SIGKILL after a confirmed edit: the edit is there after a restart, and counting goes on', async () => {
        const database = inFolder('kept.sqlite');
        const first = await start('--demo', '--database', database);
        const ann = await joinSocket(first.address, 'ann', { protocol: 2 });
        const added = [{ $PhantomId: '_generated1', name: 'New event' }];
        ann.send('project_change', change('local-1', { ...rename(1, 'Survives'), resources: { added } }));
        expect((await ann.next('project_change')).data.revisions[0].revision).toBe('server-1');
        first.child.kill('SIGKILL');
        await first.exit;

        const second = await start('--demo', '--database', database);
        const login = ann.received.find(({ command }) => command === 'login')!.data;
        const again = await connectSocket(second.address);
        again.send('login', { login: 'ann', protocol: 2, session: login.session });
        expect((await again.next('login')).data.client).toBe(login.client);
        again.send('dataset', { project: 1 });
        const { data } = await again.next('dataset');
        expect(data.revision).toBe('server-1');
        expect(data.dataset.eventsData[0].name).toBe('Survives');
        expect(data.dataset.resourcesData.at(-1).name).toBe('New event');
        again.send('project_change', change('local-1', rename(1, 'Sent again')));
        expect((await again.next('project_change')).data.revisions[0].revision).toBe('server-1');
        again.send('project_change', change('local-2', rename(1, 'Next')));
        expect((await again.next('project_change')).data.revisions[0].revision).toBe('server-2');
    });

    it('S1: cuts the log where it is told to', async () => {
        const { address } = await start('--demo', '--database', ':memory:', '--log-tail', '2');
        const ann = await joinSocket(address, 'ann', { protocol: 2 });
        for (const name of ['a', 'b', 'c', 'd']) {
            ann.send('project_change', change(name, rename(1, name)));
            await ann.next('project_change');
        }
        ann.send('update', { project: 1, fromRevision: 'server-2' });
        expect((await ann.next('update')).data.revision).toBe('server-4');
        ann.send('update', { project: 1, fromRevision: 'server-1' });
        expect((await ann.next('dataset')).data.revision).toBe('server-4');
    });

    it('serves a plain dialect 1 client', async () => {
        const { address } = await start('--demo', '--database', ':memory:');
        const client = await connectSocket(address);
        client.send('login', { login: 'ann', password: '' });
        const { client: id } = (await client.next('login')).data;
        expect((await client.next('users')).data).toEqual({ users: ['ann'] });
        client.send('projects');
        expect((await client.next('projects')).data.projects.map((project: { id: number }) => project.id)).toEqual([
            1, 2
        ]);
        client.send('dataset', { project: 2 });
        expect((await client.next('dataset')).data.dataset.eventsData).toHaveLength(10);
        const revision = { revision: 'local-1', clientId: id, changes: { tasks: { updated: [{ id: 1, name: 'x' }] } } };
        client.send('project_change', { project: 2, client: id, revisions: [revision] });
        expect((await client.next('project_change')).data).toEqual({
            project: 2,
            revisions: [
                {
                    revision: 'server-1',
                    localRevision: 'local-1',
                    client: id,
                    userId: expect.any(String),
                    userName: expect.any(String),
                    at: expect.any(Number),
                    changes: revision.changes
                }
            ]
        });
        client.send('dataset', { project: 3 });
        expect(await client.next('dataset')).toEqual({ command: 'dataset', error: 'Authorization required' });
        client.send('logout');
        expect((await client.next('logout')).data).toEqual({});
        expect(await client.closed).toBe(CloseCode.loggedOut);
    });
});
