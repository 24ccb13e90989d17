import { beforeEach, describe, expect, test } from 'vitest';
import { Heartbeat } from '../../src/transport/Heartbeat.ts';
import { Clock } from './clock.ts';

const INTERVAL = 15_000;

let clock: Clock;
let beats: number;
let deaths: number[];
let heartbeat: Heartbeat;

beforeEach(() => {
    clock = new Clock();
    beats = 0;
    deaths = [];
    heartbeat = new Heartbeat(clock, {
        beat: () => void beats++,
        dead: () => void deaths.push(clock.now())
    });
});

describe('H1: a heartbeat', () => {
    test('beats once an interval as long as something answers', () => {
        heartbeat.start(INTERVAL);
        for (let beat = 1; beat <= 5; beat++) {
            clock.advance(INTERVAL);
            expect(beats).toBe(beat);
            heartbeat.heard();
        }
        expect(deaths).toEqual([]);
    });

    test.each([0, 1, INTERVAL / 2, INTERVAL - 1])(
        'notices within two intervals that the line went dead, %i ms after the last answer',
        delay => {
            heartbeat.start(INTERVAL);
            clock.advance(INTERVAL + 20);
            heartbeat.heard();
            clock.advance(delay);
            const death = clock.now();
            clock.advance(INTERVAL * 3);
            expect(deaths).toHaveLength(1);
            expect(deaths[0]! - death).toBeLessThanOrEqual(INTERVAL * 2);
        }
    );

    test('does not mistake its own lateness for silence', () => {
        heartbeat.start(INTERVAL);
        for (let minute = 0; minute < 10; minute++) {
            clock.freeze(60_000);
            heartbeat.heard();
        }
        expect(beats).toBe(10);
        expect(deaths).toEqual([]);
    });

    test('any message counts as a sign of life', () => {
        heartbeat.start(INTERVAL);
        clock.advance(INTERVAL);
        clock.advance(INTERVAL - 1);
        heartbeat.heard();
        clock.advance(1);
        expect(deaths).toEqual([]);
    });

    test('of 0, as a dialect 1 server gives, never beats', () => {
        heartbeat.start(0);
        clock.advance(INTERVAL * 10);
        expect([beats, deaths.length, clock.pending]).toEqual([0, 0, 0]);
    });

    test('starts anew: an older one is forgotten', () => {
        heartbeat.start(INTERVAL);
        clock.advance(INTERVAL - 1);
        heartbeat.start(INTERVAL);
        clock.advance(INTERVAL - 1);
        expect(beats).toBe(0);
        expect(clock.pending).toBe(1);
    });

    test('stops, at any time and any number of times', () => {
        heartbeat.stop();
        heartbeat.start(INTERVAL);
        heartbeat.stop();
        heartbeat.stop();
        clock.advance(INTERVAL * 10);
        expect([beats, deaths.length, clock.pending]).toEqual([0, 0, 0]);
    });

    test('is over after a death', () => {
        heartbeat.start(INTERVAL);
        clock.advance(INTERVAL * 20);
        expect([beats, deaths.length, clock.pending]).toEqual([1, 1, 0]);
    });
});
