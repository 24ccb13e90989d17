import { describe, expect, test } from 'vitest';
import type { Changes, ServerRevision } from '../../src/protocol/index.ts';
import { squash } from '../../src/sync/squash.ts';

let number = 0;
const revision = (changes: Changes, client = 'other'): ServerRevision => {
    number++;
    return { revision: `server-${number}`, localRevision: `local-${number}`, client, changes };
};
const input = (store: string, change: object): Changes => ({ [store]: { ...change, $input: change } });
const isOwn = ({ client }: ServerRevision): boolean => client === 'me';

describe('squashing', () => {
    test('merges neighbours into one revision that goes by the name of the last', () => {
        const revisions = [
            revision(input('events', { updated: [{ id: 1, name: 'A', duration: 2 }] })),
            revision(
                input('events', {
                    updated: [
                        { id: 1, name: 'B' },
                        { id: 2, name: 'C' }
                    ]
                })
            ),
            revision(input('resources', { updated: [{ id: 1, name: 'Hall' }] }))
        ];
        const [merged, ...others] = squash(revisions, isOwn);
        expect(others).toEqual([]);
        expect(merged).toEqual({
            ...revisions[2],
            changes: {
                ...input('events', {
                    updated: [
                        { id: 1, name: 'B', duration: 2 },
                        { id: 2, name: 'C' }
                    ]
                }),
                ...input('resources', { updated: [{ id: 1, name: 'Hall' }] })
            }
        });
    });

    test('keeps what people did apart from what was calculated', () => {
        const [merged] = squash(
            [
                revision({
                    events: {
                        updated: [{ id: 1, duration: 2, endDate: 'x' }],
                        $input: { updated: [{ id: 1, duration: 2 }] }
                    }
                }),
                revision({ events: { updated: [{ id: 1, endDate: 'y' }] } })
            ],
            isOwn
        );
        expect(merged!.changes).toEqual({
            events: { updated: [{ id: 1, duration: 2, endDate: 'y' }], $input: { updated: [{ id: 1, duration: 2 }] } }
        });
    });

    test('writes later values into a record that was added, and leaves out one that is gone again', () => {
        const [merged] = squash(
            [
                revision(
                    input('events', {
                        added: [
                            { id: 1, name: 'new' },
                            { id: 2, name: 'brief' }
                        ]
                    })
                ),
                revision(input('assignments', { added: [{ id: 7, event: 2, resource: 1 }] })),
                revision(input('events', { updated: [{ id: 1, name: 'renamed' }] })),
                revision({
                    events: { removed: [{ id: 2 }, { id: 3 }], $input: { removed: [{ id: 2 }, { id: 3 }] } },
                    assignments: { removed: [{ id: 7 }] }
                })
            ],
            isOwn
        );
        expect(merged!.changes.events).toEqual({
            added: [{ id: 1, name: 'renamed' }],
            removed: [{ id: 3 }],
            $input: { added: [{ id: 1, name: 'renamed' }], removed: [{ id: 3 }] }
        });
        expect(merged!.changes.assignments).toEqual({ $input: {} });
    });

    test('puts links behind what they link', () => {
        const [merged] = squash(
            [
                revision(input('assignments', { updated: [{ id: 1, resource: 2 }] })),
                revision(input('events', { added: [{ id: 5 }] })),
                revision(input('assignments', { added: [{ id: 2, event: 5 }] }))
            ],
            isOwn
        );
        expect(Object.keys(merged!.changes)).toEqual(['events', 'assignments']);
    });

    test('merges nothing over the confirmation of an own revision, nor over the resolution of a conflict', () => {
        const rename = input('events', { updated: [{ id: 1, name: 'A' }] });
        const revisions = [
            revision(rename),
            revision(rename, 'me'),
            revision(rename),
            { ...revision(rename), conflictResolutionFor: 'local-1' },
            revision(rename)
        ];
        expect(squash(revisions, isOwn)).toEqual(revisions);
    });

    test('does not bring back in one step what was removed before', () => {
        const revisions = [
            revision(input('events', { removed: [{ id: 1 }] })),
            revision(input('events', { added: [{ id: 1, name: 'undone' }] })),
            revision(input('events', { updated: [{ id: 1, name: 'edited' }] }))
        ];
        const squashed = squash(revisions, isOwn);
        expect(squashed.map(({ revision: id }) => id)).toEqual([revisions[0]!.revision, revisions[2]!.revision]);
        expect(squashed[1]!.changes.events).toMatchObject({ added: [{ id: 1, name: 'edited' }] });
    });

    test('leaves the revisions it is given as they are', () => {
        const first = revision(input('events', { added: [{ id: 1, name: 'new' }] }));
        const before = JSON.stringify(first);
        squash([first, revision(input('events', { updated: [{ id: 1, name: 'renamed' }] }))], isOwn);
        expect(JSON.stringify(first)).toBe(before);
    });
});
