import { describe, expect, test } from 'vitest';
import { IDLE, transition, type ConnectionState, type ConnectionStatus } from '../../src/transport/connectionState.ts';
import { backoff, DEFAULTS } from '../../src/transport/defaults.ts';

const reason = { code: 'closed', message: 'The connection was lost' };

const STATES: Record<ConnectionStatus, ConnectionState> = {
    idle: IDLE,
    connecting: { status: 'connecting', attempt: 0 },
    authenticating: { status: 'authenticating' },
    loading: { status: 'loading' },
    live: { status: 'live' },
    suspended: { status: 'suspended' },
    reconnecting: { status: 'reconnecting', attempt: 1, nextTryAt: 0, reason },
    'needs-auth': { status: 'needs-auth', reason: null },
    failed: { status: 'failed', reason }
};

const ALL = Object.keys(STATES) as ConnectionStatus[];

/** Written down a second time, from what a connection may do and not from how it is done. */
const MUST: Record<ConnectionStatus, ConnectionStatus[]> = {
    idle: ['connecting'],
    connecting: ['authenticating', 'needs-auth', 'reconnecting', 'failed', 'idle'],
    authenticating: ['loading', 'needs-auth', 'reconnecting', 'failed', 'idle'],
    loading: ['live', 'suspended', 'reconnecting', 'failed', 'idle'],
    live: ['suspended', 'loading', 'reconnecting', 'idle'],
    suspended: ['live', 'loading', 'reconnecting', 'idle'],
    reconnecting: ['connecting', 'idle'],
    'needs-auth': ['authenticating', 'idle'],
    failed: ['connecting', 'idle']
};

const MUST_NOT: Record<ConnectionStatus, ConnectionStatus[]> = {
    idle: ALL.filter(status => status !== 'connecting'),
    connecting: ['loading', 'live', 'suspended', 'connecting'],
    authenticating: ['live', 'suspended', 'connecting'],
    loading: ['connecting'],
    live: ['connecting', 'live'],
    suspended: ['connecting', 'suspended'],
    reconnecting: ['live', 'loading', 'suspended', 'authenticating', 'needs-auth'],
    'needs-auth': ['live', 'loading', 'suspended'],
    failed: ['live', 'suspended', 'authenticating', 'needs-auth', 'reconnecting']
};

describe('the transition table', () => {
    test.each(ALL)('lets %s go on and back to idle', from => {
        for (const to of MUST[from]) {
            expect(transition(STATES[from], STATES[to])).toBe(STATES[to]);
        }
    });

    test.each(ALL)('does not let %s skip a step', from => {
        for (const to of MUST_NOT[from]) {
            expect(() => transition(STATES[from], STATES[to])).toThrow(
                `A connection cannot go from '${from}' to '${to}'`
            );
        }
    });
});

describe('H3: backoff', () => {
    test('grows from half a second to 30 seconds and no further', () => {
        const longest = [1, 2, 3, 4, 5, 6, 7, 8, 50, 2_000].map(attempt => backoff(attempt, 0.999_999_999));
        expect(longest.map(Math.round)).toEqual([
            500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000
        ]);
    });

    test('has full jitter: anything from nothing to the upper bound', () => {
        expect(backoff(3, 0)).toBe(0);
        expect(backoff(3, 0.25)).toBe(500);
        expect(DEFAULTS.connectionTimeout).toBe(60_000);
    });
});
