import type { ComponentProps, ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import { useConnection, useReadOnly, useRealtimeState, useRevisionQueue } from '../../hooks/useRealtimeState.ts';
import { useSecondsSince } from '../../hooks/useSeconds.ts';
import { isConnected } from '../../transport/connectionState.ts';
import { classNames } from '../internal/classNames.ts';
import { CHECK_ICON, EYE_ICON, PENDING_ICON } from '../internal/icons.tsx';
import { PopoverButton } from '../internal/PopoverButton.tsx';

/** Props of {@link SaveStatus}. */
export type SaveStatusProps = ComponentProps<'div'>;

const ICONS = {
    saved: CHECK_ICON,
    saving: <span className="sprt-spinner" />,
    waiting: PENDING_ICON,
    readonly: EYE_ICON
};

/**
 * Whether the server has confirmed all of one's own edits, and behind a button those it has not. `data-state` is
 * `saved`, `saving` (all are on their way), `waiting` (the connection is down, auto-sync is off, or there is something to review) or `readonly` (nothing may
 * be edited here, and nothing is left unsaved). Must be used within `<RealtimeProvider>`.
 */
export function SaveStatus({ className, ...rest }: SaveStatusProps): ReactNode {
    const labels = useLabels();
    const length = useRealtimeState(({ queue }) => queue.length);
    const state = useRealtimeState(({ queue, readOnly }) =>
        queue.waiting ? 'waiting' : queue.length ? 'saving' : readOnly ? 'readonly' : 'saved'
    );
    const texts = {
        saved: labels.allSaved,
        saving: labels.saving,
        waiting: labels.unsaved(length),
        readonly: labels.viewOnly
    };

    return (
        <div {...rest} className={classNames('sprt sprt-save', className)} data-state={state}>
            <PopoverButton
                variant="quiet"
                aria-label={texts[state]}
                panelLabel={labels.unsavedEdits}
                panel={<UnsavedEdits />}
            >
                {/* All of them are there all the time: nothing moves, and the style chooses the moment to switch. */}
                <span className="sprt-stack" aria-hidden="true">
                    {Object.entries({ ...texts, widest: labels.unsaved(88) }).map(([name, text]) => (
                        <span key={name} data-for={name} data-text={text}>
                            {ICONS[name as keyof typeof texts] ?? ICONS.waiting}
                        </span>
                    ))}
                </span>
            </PopoverButton>
            <output className="sprt-hidden">{texts[state]}</output>
        </div>
    );
}

/** The list; a component of its own because it counts seconds. */
function UnsavedEdits(): ReactNode {
    const labels = useLabels();
    const { items, waiting, allSaved } = useRevisionQueue();
    const hasConnection = isConnected(useConnection());
    const now = useSecondsSince(0)!;
    const readOnly = useReadOnly();
    const isReviewed = useRealtimeState(({ review }) => review !== null);
    const reason = !hasConnection
        ? labels.waitsForConnection
        : isReviewed
          ? labels.waitsForReview
          : labels.waitsForSync;
    const done = readOnly ? labels.viewOnlyText : labels.nothingUnsaved;

    return (
        <>
            <p>{allSaved ? done : waiting ? reason : labels.saving}</p>
            {!allSaved && (
                <ul>
                    {items.map(({ id, at, ...edit }) => (
                        <li key={id}>
                            <span>{labels.edit(edit)}</span>
                            <span className="sprt-save-age">
                                {labels.age(Math.max(0, now - Math.floor(at / 1000)))}
                            </span>
                        </li>
                    ))}
                </ul>
            )}
        </>
    );
}
