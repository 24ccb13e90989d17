import { createFormats } from '../../hooks/formats.ts';
import { momentOf } from '../../protocol/index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How numbers, dates and lengths of time are written in one language. */
export interface ActivityFormats {
    /** `0.2` → `20%`. */
    percent: (value: number) => string;
    /** `3`, `'day'` → `3 days`. */
    duration: (value: number, unit: string) => string;
    /** A length of time in days, or in hours and minutes where that is not exact. */
    span: (milliseconds: number) => string;
    /** A date of the schedule as it travels, without the time where that is midnight; `null` for what is none. */
    date: (value: unknown) => string | null;
    list: (items: readonly string[]) => string;
    /** How long ago something was, or the day when it was; epoch milliseconds. */
    ago: (at: number, now?: number) => string;
    /** Day and time; epoch milliseconds. */
    moment: (at: number) => string;
}

const byLanguage = new Map<string, ActivityFormats>();

/** The formats of a language, a tag such as `de` or `en-GB`. */
export function activityFormats(language: string): ActivityFormats {
    let formats = byLanguage.get(language);
    if (!formats) {
        byLanguage.set(language, (formats = makeFormats(language)));
    }
    return formats;
}

/** The first moment of a day, here. */
function startOfDay(at: number): number {
    return new Date(at).setHours(0, 0, 0, 0);
}

function makeFormats(language: string): ActivityFormats {
    const { number, list, moment } = createFormats(language, ['', '']);
    const percents = new Intl.NumberFormat(language, { style: 'percent' });
    const lengths = new Intl.ListFormat(language, { type: 'unit' });
    const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
    // Dates of the schedule have no time zone, and are read as if they were UTC.
    const day = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
    const dates = new Intl.DateTimeFormat(language, day);
    const times = new Intl.DateTimeFormat(language, { ...day, hour: 'numeric', minute: '2-digit' });
    const days = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' });

    const durations = new Map<string, (value: number) => string>();
    function durationsIn(unit: string): (value: number) => string {
        try {
            const options = { style: 'unit', unitDisplay: 'long', maximumFractionDigits: 2 } as const;
            const format = new Intl.NumberFormat(language, { ...options, unit: unit.replace(/s$/, '') });
            return value => format.format(value);
        } catch {
            // The scheduler knows units that the browser does not, such as quarters.
            return value => `${number(value)} ${unit}`;
        }
    }
    function duration(value: number, unit: string): string {
        const format = durations.get(unit) ?? durationsIn(unit);
        durations.set(unit, format);
        return format(value);
    }

    return {
        percent: value => percents.format(value),
        duration,
        span(milliseconds) {
            const parts = [
                [Math.floor(milliseconds / DAY), 'day'],
                [Math.floor((milliseconds % DAY) / HOUR), 'hour'],
                [Math.round((milliseconds % HOUR) / MINUTE), 'minute']
            ] as const;
            return lengths.format(parts.filter(([value]) => value > 0).map(([value, unit]) => duration(value, unit)));
        },
        date(value) {
            const moment = momentOf(value);
            return isNaN(moment) ? null : (moment % DAY ? times : dates).format(moment);
        },
        list,
        ago(at, now = Date.now()) {
            const passed = now - at;
            if (passed < DAY) {
                const [unit, size] = passed < HOUR ? (['minute', MINUTE] as const) : (['hour', HOUR] as const);
                return passed < MINUTE
                    ? relative.format(0, 'second')
                    : relative.format(-Math.floor(passed / size), unit);
            }
            // Days have 23 to 25 hours.
            const passedDays = Math.round((startOfDay(now) - startOfDay(at)) / DAY);
            return passedDays < 7 ? relative.format(-passedDays, 'day') : days.format(at);
        },
        moment
    };
}
