import type { ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import { useVersionComparison } from '../../hooks/useVersions.ts';
import type { SavedVersion } from '../../store/realtimeStore.ts';
import { Problem } from '../internal/Problem.tsx';

/** Records that are listed of each kind. */
const MAX_LISTED = 100;

/** What is different now from what it was in a version, in words. */
export function VersionChanges({ version }: { version: SavedVersion }): ReactNode {
    const labels = useLabels();
    const { changes, error } = useVersionComparison(version.id);

    if (!changes) {
        return error ? <Problem problem={error} /> : <p>{labels.comparing}</p>;
    }
    if (!changes.length) {
        return <p>{labels.sameAsNow}</p>;
    }
    return (['added', 'removed', 'updated'] as const).map(kind => {
        const all = changes.filter(change => change.kind === kind);
        return (
            all.length > 0 && (
                <section key={kind} className="sprt-version-changes" data-kind={kind}>
                    <p>{labels.changedSince(kind, all.length)}</p>
                    <ul>
                        {all.slice(0, MAX_LISTED).map(change => (
                            <li key={`${change.store} ${change.id}`}>
                                <span>{labels.changedRecord(change)}</span>
                                {change.fields.map(field => (
                                    <span key={field.field} className="sprt-version-field">
                                        {labels.changedField(field)}
                                    </span>
                                ))}
                            </li>
                        ))}
                    </ul>
                    {all.length > MAX_LISTED && <p>{labels.moreRecords(all.length - MAX_LISTED)}</p>}
                </section>
            )
        );
    });
}
