import { describe, expect, test } from 'vitest';
import { parseServerMessage } from '../../src/protocol/index.ts';

const REVISION = { revision: 'server-1', localRevision: 'local-1', client: 'c1', changes: {} };

const SETTLED = {
    accepted: [['local-1'], []],
    ids: [[{ store: 'events', phantom: '_generated1', id: 'e1' }], []]
};

const PART = { counts: { events: { added: 1 } }, records: [{ store: 'events', kind: 'added', id: 1, name: 'Paint' }] };
const ENTRY = { revision: 'server-1', userId: 'ada', at: 5, cause: PART };
const activity = (entry: unknown) => ({ project: 1, entries: [entry] });

const GOOD: [string, object, object?][] = [
    ['login', { client: 'c1', userName: 'Ada', protocol: 2, userId: 'ada', role: 'editor', heartbeat: 15_000 }],
    ['login', { client: 7, userName: 'Ada' }, { client: '7', userName: 'Ada', protocol: 1 }],
    ['logout', {}],
    ['logout', { userName: 'Ada' }],
    ['join', { userName: 'Ada' }],
    ['projects', { projects: [{ id: 1, name: 'One' }] }],
    ['dataset', { project: 1, revision: 'base', dataset: { eventsData: [] } }],
    ['dataset', { project: 'p', dataset: {} }],
    ['project_change', { project: 1, revisions: [REVISION] }],
    ['reset', { project: 1, userName: 'Ada' }],
    ['versionAutoSaveOK', { project: 1 }],
    ['loadVersionContent', { project: 1, versionId: 2, content: null }],
    ['load_version_content', { project: 1, versionId: 'v', content: {} }],
    ['version', { version: '1.0.0' }],
    ['update', { project: 1, revision: 'server-9' }],
    ['update', { project: 1, revision: 'server-9', ...SETTLED }],
    ['dataset', { project: 1, revision: 'server-9', dataset: {}, ...SETTLED }],
    ['activity', { project: 1, before: null, userId: null, entries: [], isEnd: true }],
    ['activity', activity({ ...ENTRY, effect: PART })],
    [
        'activity',
        { ...activity(ENTRY), authors: [{ userId: 'ada', userName: 'Ada', color: 5 }] },
        { ...activity(ENTRY), authors: [{ userId: 'ada', userName: 'Ada', clients: 1 }] }
    ],
    ['resync', { project: 1, reason: 'state' }],
    ['revision_rejected', { project: 1, localRevision: 'local-1', code: 'bad-revision', message: 'No' }],
    ['ping', {}],
    ['pong', {}]
];

const BAD: [string, unknown][] = [
    ['login', { userName: 'Ada' }],
    ['login', { client: {}, userName: 'Ada' }],
    ['login', { client: 'c1' }],
    ['join', {}],
    ['users', { users: 'Ada' }],
    ['users', {}],
    ['projects', { projects: {} }],
    ['projects', { projects: [{ name: 'no id' }] }],
    ['projects', { projects: [null] }],
    ['dataset', { project: 1 }],
    ['dataset', { project: 1, dataset: [] }],
    ['dataset', { project: 1, dataset: {}, accepted: [{}] }],
    ['update', { project: 1, revision: 'server-9', accepted: ['local-1'] }],
    ['update', { project: 1, revision: 'server-9', accepted: [[1]] }],
    ['update', { project: 1, revision: 'server-9', ids: [[{ store: 'events', phantom: 'p' }]] }],
    ['dataset', { dataset: {} }],
    ['project_change', { project: 1 }],
    ['project_change', { project: 1, revisions: [null] }],
    ['project_change', { project: 1, revisions: [{ ...REVISION, changes: undefined }] }],
    ['project_change', { project: 1, revisions: [{ ...REVISION, client: undefined }] }],
    ['project_change', { project: 1, revisions: [{ ...REVISION, localRevision: 5 }] }],
    ['activity', { project: 1 }],
    ['activity', activity(null)],
    ['activity', activity({ ...ENTRY, at: 'now' })],
    ['activity', activity({ ...ENTRY, cause: undefined })],
    ['activity', activity({ ...ENTRY, effect: { counts: {}, records: {} } })],
    ['activity', activity({ ...ENTRY, cause: { ...PART, records: [{ store: 'events' }] } })],
    ['activity', { project: 1, entries: [], authors: {} }],
    ['update', { project: 1 }],
    ['revision_rejected', { project: 1, code: 'x', message: 'y' }],
    ['version', 'text'],
    ['dataset', 5],
    ['dataset', null]
];

describe('a message of a server', () => {
    test.each(GOOD)('%s %j is read', (command, data, read = data) => {
        expect(parseServerMessage({ command, data })).toMatchObject({ ok: true, message: { command, data: read } });
    });

    test.each(BAD)('%s %j is unreadable, and does not throw', (command, data) => {
        expect(parseServerMessage({ command, data })).toMatchObject({
            ok: false,
            failure: { code: 'bad-message', message: expect.stringContaining(command) }
        });
    });

    test.each([[5], [null], [undefined], ['text'], [[]], [{}], [{ command: 5 }]])('%j is no message', input => {
        expect(parseServerMessage(input)).toMatchObject({ ok: false, failure: { code: 'bad-message' } });
    });

    test.each(['from-the-future', 'toString', '__proto__', 'constructor'])("F5: '%s' is left to others", command => {
        expect(parseServerMessage({ command, data: {} })).toBeNull();
    });

    test('is not changed by being read', () => {
        const raw = { command: 'users', data: { users: ['Ada'] } };
        parseServerMessage(raw);
        expect(raw).toEqual({ command: 'users', data: { users: ['Ada'] } });
        const login = { command: 'login', data: { client: 7, userName: 'Ada' } };
        parseServerMessage(login);
        expect(login.data).toEqual({ client: 7, userName: 'Ada' });
    });

    test('nested 100,000 levels deep overflows no stack', () => {
        let nested: unknown[] = [];
        for (let depth = 0; depth < 100_000; depth++) {
            nested = [nested];
        }
        expect(parseServerMessage({ command: 'dataset', data: { project: 1, dataset: { nested } } })).toMatchObject({
            ok: true
        });
    });
});

describe('dialect 1', () => {
    test('L4: users are names, and become their own ids', () => {
        const names = parseServerMessage({ command: 'users', data: { users: ['Ada', 'Ben'] } });
        const users = [
            { userId: 'Ada', userName: 'Ada', clients: 1 },
            { userId: 'Ben', userName: 'Ben', clients: 1 }
        ];
        expect(names).toMatchObject({ ok: true, message: { data: { users } } });
        const objects = [{ userId: 'ada', userName: 'Ada', clients: 3, color: 'red' }];
        expect(parseServerMessage({ command: 'users', data: { users: objects } })).toMatchObject({
            message: { data: { users: objects } }
        });
    });

    test.each([
        [{ command: 'logout', userName: 'Ada' }, { userName: 'Ada' }],
        [{ command: 'versionAutoSaveOK', project: 1 }, { project: 1 }],
        [
            { command: 'load_version_content', project: 1, versionId: 2, content: 'c' },
            { project: 1, versionId: 2, content: 'c' }
        ]
    ])('fields may stand beside the command: %j', (message, data) => {
        expect(parseServerMessage(message)).toMatchObject({ ok: true, message: { command: message.command, data } });
    });

    test('D3: an error stands beside the command it answers', () => {
        expect(parseServerMessage({ command: 'login', error: 'Wrong username/password' })).toEqual({
            ok: true,
            message: {
                command: 'login',
                refusal: { code: 'refused', message: 'Wrong username/password', fatal: false }
            }
        });
        expect(parseServerMessage({ command: 'error', message: 'Oh no' })).toMatchObject({
            message: { command: 'error', refusal: { message: 'Oh no' } }
        });
    });
});

describe('D3: dialect 2', () => {
    test('an error names its code and the command it answers', () => {
        const data = { code: 'authorization-required', message: 'Not yours', fatal: true, command: 'dataset' };
        expect(parseServerMessage({ command: 'error', error: 'Not yours', data })).toEqual({
            ok: true,
            message: {
                command: 'dataset',
                refusal: { code: 'authorization-required', message: 'Not yours', fatal: true }
            }
        });
    });

    test.each([
        [{ command: 'error' }],
        [{ command: 'error', error: null, data: null }],
        [{ command: 'error', error: { deep: true }, data: 5 }],
        [{ command: 'dataset', error: '', data: { code: 7, message: [], fatal: 'yes', command: {} } }]
    ])('an error without sense is still an error with a sentence: %j', input => {
        const parsed = parseServerMessage(input);
        expect(parsed).toMatchObject({
            ok: true,
            message: { command: input.command, refusal: { code: 'refused', fatal: false } }
        });
    });
});
