/** One line of a group's table, and one entry of `bench.json`. */
export interface Measurement {
    /** What was measured. */
    name: string;
    unit: string;
    /** Of the kit. */
    measured: number;
    /** Of what it is compared with, in the same run; `null` when there is nothing to compare with. */
    floor: number | null;
    /** The goal as a sentence; `null` for a number that is only shown. */
    goal: string | null;
    /** Whether the goal was met; `null` without a goal. */
    ok: boolean | null;
}

/** The measurements of one group. */
export interface Group {
    title: string;
    measurements: Measurement[];
    /** What a reader of the numbers must know. */
    notes: string[];
}

/** The value below which this part of the values lies, `share` being between 0 and 1. */
export function percentile(values: readonly number[], share: number): number {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** The middle one of the values. */
export function median(values: readonly number[]): number {
    return percentile(values, 0.5);
}

/** A number with the digits that mean something. */
function format(value: number | null): string {
    if (value === null) {
        return '–';
    }
    const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
    return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** A group as a table of Markdown. */
export function toMarkdown({ title, measurements, notes }: Group): string {
    const rows = measurements.map(({ name, unit, measured, floor, goal, ok }) =>
        [
            name,
            `${format(measured)} ${unit}`,
            floor === null ? '–' : `${format(floor)} ${unit}`,
            floor === null ? '–' : `${format(measured - floor)} / ×${format(measured / floor)}`,
            goal ?? '–',
            ok === null ? '' : ok ? 'ok' : '**missed**'
        ].join(' | ')
    );
    return [
        `## ${title}`,
        '',
        '| what | measured | floor | added / ratio | goal | |',
        '| --- | ---: | ---: | ---: | --- | --- |',
        ...rows.map(row => `| ${row} |`),
        '',
        ...notes.map(note => `- ${note}`)
    ].join('\n');
}

/** Resolves after some milliseconds. */
export function pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, milliseconds));
}

/**
 * Resolves once the condition holds.
 * @throws Error (rejects) when it does not within `patience` milliseconds
 */
export async function until(condition: () => boolean, what: string, patience = 60_000): Promise<void> {
    const end = performance.now() + patience;
    while (!condition()) {
        if (performance.now() > end) {
            throw new Error(`Waited ${patience} ms in vain until ${what}`);
        }
        await pause(2);
    }
}
