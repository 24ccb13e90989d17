import { describe, expect, test } from 'vitest';
import { BASE_REVISION, revisionId, revisionNumber, storeEntries } from '../../src/protocol/index.ts';

describe('O1: revision ids', () => {
    test.each([
        [0, BASE_REVISION],
        [1, 'server-1'],
        [10_000, 'server-10000'],
        [999_999_999_999_999, 'server-999999999999999']
    ])('%i is %s, and back', (number, id) => {
        expect(revisionId(number)).toBe(id);
        expect(revisionNumber(id)).toBe(number);
    });

    test.each([
        ['server-0'],
        ['server-01'],
        ['server--1'],
        ['server-1.5'],
        ['server-1e3'],
        ['server-'],
        ['server-1 '],
        [' server-1'],
        ['SERVER-1'],
        ['local-1'],
        ['server-9999999999999999'],
        [''],
        [1],
        [null],
        [undefined],
        [{}]
    ])('%j is none', id => {
        expect(revisionNumber(id)).toBeNull();
    });
});

test('the stores of a revision do not include the fields of the project', () => {
    const events = { added: [{ id: 1 }] };
    expect(storeEntries({ project: { startDate: 'x' }, events, resources: undefined })).toEqual([['events', events]]);
});
