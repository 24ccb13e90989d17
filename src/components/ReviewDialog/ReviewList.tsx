import { memo, type ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import { useEditingLabels } from '../../hooks/useEditingLabels.ts';
import type { Review, ReviewItem } from '../../hooks/useReview.ts';
import { useSecondsSince } from '../../hooks/useSeconds.ts';
import { Button } from '../internal/Button.tsx';

/** Records that are told of each edit. */
const MAX_CHANGES = 3;

type Decide = Pick<Review, 'accept' | 'discard'>;

/** The edits, the oldest first. */
export function ReviewList({ items, ...decide }: Pick<Review, 'items'> & Decide): ReactNode {
    const { reviewList } = useEditingLabels();
    const minute = Math.floor(useSecondsSince(0)! / 60) * 60;
    return (
        <ul
            className="sprt-review-list"
            aria-label={reviewList}
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long list scrolls, by keyboard too
            tabIndex={0}
        >
            {items.map(item => (
                <Item key={item.id} item={item} now={minute} {...decide} />
            ))}
        </ul>
    );
}

/** Hundreds of them stand in the list, so that each is rendered only when something about it changes. */
const Item = memo(
    ({ item, now, accept, discard }: { item: ReviewItem; now: number } & Decide): ReactNode => {
        const labels = useLabels();
        const editing = useEditingLabels();
        const { id, at, conflicts, dependents, ...edit } = item;
        const title = labels.edit(edit);
        const changes = edit.changes.filter(({ fields }) => Object.keys(fields).length);
        return (
            <li data-state={conflicts.length ? 'conflict' : 'clear'}>
                <div>
                    <span className="sprt-review-title">{title}</span>{' '}
                    <span className="sprt-review-age">{labels.age(Math.max(0, now - Math.floor(at / 1000)))}</span>
                    {changes.slice(0, MAX_CHANGES).map((change, index) => (
                        <span key={index} className="sprt-review-change">
                            {labels.rejectedChange(change)}
                        </span>
                    ))}
                    {edit.changes.length > MAX_CHANGES && (
                        <span className="sprt-review-change">{editing.more(edit.changes.length - MAX_CHANGES)}</span>
                    )}
                    {conflicts.map(({ key, theirs, ...foreign }) => (
                        <span key={key} className="sprt-review-conflict">
                            {editing.overwrites} {labels.foreignEdit({ ...foreign, fields: theirs })}
                        </span>
                    ))}
                    {dependents.length > 0 && (
                        <span className="sprt-review-change">{editing.dependents(dependents.length)}</span>
                    )}
                </div>
                <span className="sprt-review-buttons">
                    <Button aria-label={`${editing.accept}: ${title}`} onClick={() => void accept(id)}>
                        {editing.accept}
                    </Button>
                    <Button aria-label={`${editing.discard}: ${title}`} onClick={() => void discard(id)}>
                        {editing.discard}
                    </Button>
                </span>
            </li>
        );
    },
    (before, after) => before.now === after.now && JSON.stringify(before.item) === JSON.stringify(after.item)
);
