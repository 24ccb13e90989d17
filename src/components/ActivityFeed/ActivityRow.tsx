import { memo, useId, useMemo, type ReactNode } from 'react';
import type { Labels } from '../../hooks/labels.ts';
import { useTicking } from '../../hooks/useSeconds.ts';
import type { ActivityEntry, Person } from '../../protocol/index.ts';
import { CHEVRON_ICON } from '../internal/icons.tsx';
import { Avatar } from '../UsersBar/Avatar.tsx';
import { activityFormats } from './activityFormats.ts';
import {
    activityDetails,
    activityLabels,
    activityWords,
    type ActivityDetail,
    type ActivityTarget
} from './activityWords.ts';

/** Props of {@link ActivityRow}. */
export interface ActivityRowProps {
    entry: ActivityEntry;
    author: Person;
    labels: Labels;
    /** Where the row stands: its number from 0, how many there are (-1: not known yet), and pixels from the top. */
    index: number;
    count: number;
    top: number;
    /** Whether the Tab key leads here. */
    isActive: boolean;
    isOpen: boolean;
    /** Undefined when records cannot be shown. */
    onShow: ((target: ActivityTarget) => void) | undefined;
    onToggle: (key: string, isOpen?: boolean) => void;
    register: (key: string, element: HTMLElement | null) => void;
}

function Ago({ at, language }: { at: number; language: string }): ReactNode {
    const { ago, moment } = activityFormats(language);
    const text = useTicking(at, ago);
    return (
        <time className="sprt-activity-time" dateTime={new Date(at).toISOString()} title={moment(at)}>
            {text}
        </time>
    );
}

/** One entry: who did what, when, and what followed from it; opened, record by record. */
export const ActivityRow = memo(function ActivityRow(props: ActivityRowProps): ReactNode {
    const { entry, author, labels, index, count, top, isActive, isOpen, onShow, onToggle, register } = props;
    const { revision: key, at } = entry;
    const words = useMemo(() => activityWords(entry, labels), [entry, labels]);
    const { details } = activityLabels(labels);
    const id = useId();
    const tabIndex = isActive ? 0 : -1;
    const showable = (text: string, target: ActivityTarget | null, isMain = false): ReactNode =>
        target && onShow ? (
            <button
                type="button"
                className="sprt-activity-show"
                data-main={isMain || undefined}
                tabIndex={tabIndex}
                onClick={() => onShow(target)}
            >
                {text}
            </button>
        ) : (
            text
        );

    return (
        <article
            ref={element => {
                register(key, element);
                return () => register(key, null);
            }}
            className="sprt-activity-row"
            data-key={key}
            style={{ translate: `0 ${top}px` }}
            data-state={isOpen ? 'open' : 'closed'}
            aria-posinset={index + 1}
            aria-setsize={count}
            aria-labelledby={`${id}cause`}
            aria-describedby={`${id}effect`}
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- articles of a feed take the focus
            tabIndex={tabIndex}
        >
            <Avatar user={author} />
            <div className="sprt-activity-text">
                <p id={`${id}cause`}>
                    <strong>{author.userName}</strong> {showable(words.cause, words.target, true)}
                </p>
                <p id={`${id}effect`} className="sprt-activity-effect">
                    {words.effect}
                </p>
                {isOpen && <Details entry={entry} labels={labels} said={words.cause} showable={showable} />}
            </div>
            <Ago at={at} language={labels.language} />
            <button
                type="button"
                className="sprt-activity-toggle"
                aria-expanded={isOpen}
                aria-label={details}
                tabIndex={tabIndex}
                onClick={() => onToggle(key)}
            >
                {CHEVRON_ICON}
            </button>
        </article>
    );
});

interface DetailsProps {
    entry: ActivityEntry;
    labels: Labels;
    /** What the row says already. */
    said: string;
    showable: (text: string, target: ActivityTarget | null) => ReactNode;
}

function Details({ entry, labels, said, showable }: DetailsProps): ReactNode {
    const { causes, effects, more } = useMemo(() => activityDetails(entry, labels), [entry, labels]);
    const list = (part: string, items: readonly ActivityDetail[]): ReactNode =>
        items.length > 0 && (
            <ul data-part={part}>
                {items.map(({ text, target }, position) => (
                    <li key={position}>{showable(text, target)}</li>
                ))}
            </ul>
        );
    return (
        <div className="sprt-activity-details">
            {list('cause', causes.length > 1 || causes[0]?.text !== said ? causes : [])}
            {list('effect', effects)}
            {more > 0 && <p>{activityLabels(labels).more(more)}</p>}
            <p>{activityFormats(labels.language).moment(entry.at)}</p>
        </div>
    );
}
