import { describe, expect, test } from 'vitest';
import { MAX_NAME_LENGTH, parseClientMessage } from '../../src/protocol/index.ts';

const parse = (message: unknown): ReturnType<typeof parseClientMessage> => parseClientMessage(JSON.stringify(message));
const change = (changes: unknown, more: object = {}): object => ({
    command: 'project_change',
    data: { project: 1, revisions: [{ revision: 'local-1', changes, ...more }] }
});
const LONG = 'x'.repeat(MAX_NAME_LENGTH + 1);

const GOOD: [string, object, object?][] = [
    ['login', { login: '  Ada  ', password: 'p' }, { login: 'Ada', password: 'p' }],
    ['login', {}, { login: '' }],
    ['login', { login: 'Ada', token: 't', protocol: 2, session: 's' }],
    ['logout', {}],
    ['projects', {}],
    ['version', {}],
    ['ping', {}],
    ['dataset', { project: 1 }],
    ['dataset', { project: 'one' }],
    ['dataset', {}],
    ['dataset', { project: null }],
    ['reset', { project: 1 }],
    ['request_version_autosave', { project: 1 }],
    ['update', { project: 1, fromRevision: 'server-3' }],
    ['load_version_content', { project: 1, versionId: 'v1' }],
    ['project_change', { project: 1, revisions: [{ revision: 'local-1', changes: {} }] }],
    [
        'project_change',
        {
            project: 1,
            client: 'c1',
            revisions: [
                {
                    revision: 'local-1',
                    clientId: 'c1',
                    conflictResolutionFor: 'server-2',
                    changes: {
                        project: { startDate: '2026-01-05' },
                        events: {
                            added: [{ $PhantomId: '_generated1', name: 'New' }],
                            updated: [{ id: 1, name: 'A', nested: { any: ['thing', null] } }],
                            removed: [{ id: 'x' }],
                            $input: { updated: [{ id: 1, name: 'A' }] }
                        }
                    }
                }
            ]
        }
    ]
];

const BAD: [string, unknown][] = [
    ['login', { login: 5 }],
    ['login', { login: LONG }],
    ['login', { login: 'Ada', password: { length: 1 } }],
    ['login', { login: 'Ada', password: 'x'.repeat(16_385) }],
    ['login', { login: 'Ada', protocol: '2' }],
    ['login', 'Ada'],
    ['dataset', { project: {} }],
    ['dataset', { project: '' }],
    ['dataset', { project: LONG }],
    ['reset', { project: true }],
    ['update', { project: 1 }],
    ['update', { project: 1, fromRevision: 3 }],
    ['load_version_content', { project: 1 }],
    ['load_version_content', { project: 1, versionId: [] }],
    ['project_change', {}],
    ['project_change', { project: 1, revisions: [] }],
    ['project_change', { project: 1, revisions: {} }],
    ['project_change', { project: 1, revisions: [null] }],
    ['project_change', { project: 1, revisions: [{ changes: {} }] }],
    ['project_change', { project: 1, revisions: [{ revision: '', changes: {} }] }],
    ['project_change', { project: 1, revisions: [{ revision: 'local-1' }] }]
];

const BAD_CHANGES: [string, unknown][] = [
    ['a store that is no object', { events: 5 }],
    ['a list that is no list', { events: { added: {} } }],
    ['a record that is no object', { events: { updated: [5] } }],
    ['an update without an id', { events: { updated: [{ name: 'A' }] } }],
    ['a removal without an id', { events: { removed: [{}] } }],
    ['an id that is an object', { events: { removed: [{ id: {} }] } }],
    ['an input that is no object', { events: { $input: 5 } }],
    ['an input update without an id', { events: { $input: { updated: [{}] } } }],
    ['a store name that is no identifier', { 'events; drop': {} }],
    ['an empty store name', { '': {} }],
    ['project fields that are no object', { project: 5 }]
];

describe('a message of a client', () => {
    test.each(GOOD)('%s %j is read', (command, data, read = data) => {
        expect(parse({ command, data })).toEqual({ ok: true, message: { command, data: read } });
    });

    test.each(['logout', 'projects', 'version', 'ping', 'login', 'dataset'])('%s is read without data', command => {
        expect(parse({ command })).toMatchObject({ ok: true, message: { command } });
    });

    test.each(BAD)('F2: %s %j is refused as bad-message', (command, data) => {
        expect(parse({ command, data })).toMatchObject({ ok: false, failure: { code: 'bad-message', command } });
    });

    test.each(BAD_CHANGES)('F2: changes with %s are refused', (_, changes) => {
        expect(parse(change(changes))).toMatchObject({ ok: false, failure: { code: 'bad-message' } });
    });

    test('F2: broken JSON is refused as bad-json', () => {
        for (const text of ['', '{', 'hello', '{"command":"login",}', '\u0000']) {
            expect(parseClientMessage(text)).toMatchObject({ ok: false, failure: { code: 'bad-json' } });
        }
    });

    test('F2: what is no message is refused as bad-message', () => {
        for (const text of ['5', 'null', '"login"', '[]', '{}', '{"command":5}', '{"command":null}']) {
            expect(parseClientMessage(text)).toMatchObject({ ok: false, failure: { code: 'bad-message' } });
        }
    });

    test.each(['nonsense', 'toString', 'constructor', '__proto__', 'hasOwnProperty', ''])(
        "F2: '%s' is an unknown command",
        command => {
            expect(parse({ command })).toMatchObject({ ok: false, failure: { code: 'unknown-command', command } });
        }
    );

    test('an unknown command is not repeated at any length', () => {
        const result = parse({ command: 'x'.repeat(100_000) });
        expect(JSON.stringify(result).length).toBeLessThan(1_000);
    });

    test.each([
        '{"command":"login","data":{"login":"Ada","__proto__":{"admin":true}}}',
        '{"command":"login","__proto__":{},"data":{}}',
        '{"command":"project_change","data":{"project":1,"revisions":[{"revision":"local-1","changes":{"__proto__":{}}}]}}',
        '{"command":"project_change","data":{"project":1,"revisions":[{"revision":"local-1","changes":{"events":{"added":[{"a":[{"__proto__":1}]}]}}}]}}'
    ])('F2: __proto__ is refused anywhere: %s', text => {
        expect(parseClientMessage(text)).toMatchObject({ ok: false, failure: { code: 'bad-message' } });
        expect(({} as { admin?: boolean }).admin).toBeUndefined();
    });

    test('nested 100,000 levels deep overflows no stack', () => {
        const depth = 100_000;
        const text = `{"command":"project_change","data":{"project":1,"revisions":[{"revision":"local-1","changes":{"events":{"added":[{"a":${'['.repeat(depth)}${']'.repeat(depth)}}]}}}]}}`;
        expect(() => parseClientMessage(text)).not.toThrow();
    });

    test('F4: a refusal names the place and repeats little of the input', () => {
        const result = parse({ command: 'dataset', data: { project: { secret: 'x'.repeat(5_000) } } });
        expect(result).toMatchObject({ ok: false, failure: { message: expect.stringContaining('project') } });
        expect(JSON.stringify(result).length).toBeLessThan(500);
    });
});
