import type { ComponentProps, ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import { useRejections } from '../../hooks/useRealtimeState.ts';
import { useClaimProblem } from '../internal/claimedProblems.ts';
import { Notice } from '../internal/Notice.tsx';

/** Props of {@link RejectionNotice}. */
export type RejectionNoticeProps = ComponentProps<'div'>;

/**
 * One's own edits that the server refused, with what they set and why, until they are dismissed; `ErrorNotice` does not
 * repeat them. `data-state` is `rejected` or `empty`; an empty one takes no room. Must be used within
 * `<RealtimeProvider>`.
 */
export function RejectionNotice(props: RejectionNoticeProps): ReactNode {
    const labels = useLabels();
    const { items, dismiss } = useRejections();
    useClaimProblem(items.at(-1) ?? null);

    return (
        <Notice {...props} data-state={items.length ? 'rejected' : 'empty'} onDismiss={dismiss}>
            {items.length > 0 && (
                <>
                    <strong>{labels.rejected(items.length)}</strong>
                    <ul
                        className="sprt-rejections"
                        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long list scrolls, by keyboard too
                        tabIndex={items.length > 3 ? 0 : undefined}
                    >
                        {items.map(item => (
                            <li key={`${item.id} ${item.at}`}>
                                <span className="sprt-rejection-title">{labels.edit(item)}</span>{' '}
                                <span>{labels.error(item)}</span>
                                {item.changes
                                    .filter(({ fields }) => Object.keys(fields).length)
                                    .map((change, index) => (
                                        <span key={index} className="sprt-rejection-change">
                                            {labels.rejectedChange(change)}
                                        </span>
                                    ))}
                            </li>
                        ))}
                    </ul>
                </>
            )}
        </Notice>
    );
}
