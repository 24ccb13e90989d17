/** Milliseconds of an hour, and of a day. Demo dates are calculated in UTC, where every day has 24 hours. */
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Midnight of the Monday of the week a day is in, as if that day's local calendar were UTC. */
export function mondayOf(today: Date): number {
    const date = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate());
    return date - ((new Date(date).getUTCDay() + 6) % 7) * DAY;
}

/** `2026-01-05T08:00:00`: a date without a time zone means the same on every client. */
export function localIso(time: number): string {
    return new Date(time).toISOString().slice(0, 19);
}

/** Whether a day, counted from a Monday, is a Saturday or a Sunday. */
export function isWeekend(day: number): boolean {
    return ((day % 7) + 7) % 7 >= 5;
}
