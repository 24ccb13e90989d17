import type { ProjectModel } from '@bryntum/schedulerpro';
import { useId, type ReactNode } from 'react';
import { useLabels, useRealtime } from '../../hooks/RealtimeProvider.tsx';
import { useEditingLabels } from '../../hooks/useEditingLabels.ts';
import { useSecondsSince } from '../../hooks/useSeconds.ts';
import type { RecordData, RecordId } from '../../protocol/index.ts';
import type { EditConflict } from '../../sync/editConflicts.ts';
import { Button } from '../internal/Button.tsx';
import { conflictRows } from './conflictRows.ts';

interface ConflictTableProps {
    /** Of one record. */
    conflicts: readonly EditConflict[];
    /** Whether theirs cannot be taken. */
    readOnly: boolean;
    onDecide: (side: 'mine' | 'theirs', keys: readonly string[]) => void;
}

/** What is called by an id is shown by its name. */
function namedValue(project: ProjectModel, field: string, value: unknown): unknown {
    const store = /event$/i.test(field) ? project.eventStore : field === 'resource' ? project.resourceStore : null;
    const record = value == null ? null : (store?.getById(value as RecordId) as { name?: string } | null | undefined);
    return record?.name ?? value;
}

/** The conflicts of one record. */
export function ConflictTable({ conflicts, readOnly, onDecide }: ConflictTableProps): ReactNode {
    const { dismiss } = useLabels();
    const labels = useEditingLabels();
    const { project } = useRealtime();
    const now = useSecondsSince(0)!;
    const id = useId();

    return (
        <table aria-labelledby={id}>
            <caption id={id}>{conflicts[0]!.name}</caption>
            <thead>
                <tr>
                    <th scope="col">{labels.field}</th>
                    <th scope="col">{labels.before}</th>
                    <th scope="col">{labels.mine}</th>
                    <th scope="col">{labels.theirs}</th>
                    <th scope="col">
                        <span className="sprt-hidden">{labels.decision}</span>
                    </th>
                </tr>
            </thead>
            <tbody>
                {conflicts.flatMap(conflict => {
                    const { key, kind, userName, at, before, mine, theirs } = conflict;
                    const rows = conflictRows(conflict);
                    return rows.map((field, index) => {
                        const valueOf = (values: RecordData): string =>
                            labels.value(namedValue(project, field, values[field]));
                        const fieldName = labels.fieldName(field);
                        return (
                            <tr key={`${key} ${field}`} data-kind={kind}>
                                <th scope="row">{fieldName}</th>
                                <td data-label={labels.before}>{valueOf(before)}</td>
                                <td data-label={labels.mine}>{valueOf(mine)}</td>
                                <td data-label={labels.theirs}>
                                    <span>{kind === 'removed' ? labels.removed : valueOf(theirs)}</span>
                                    <span className="sprt-edit-conflict-author">
                                        {labels.author(
                                            userName,
                                            at === null ? null : Math.max(0, now - Math.floor(at / 1000))
                                        )}
                                    </span>
                                </td>
                                <td>
                                    {index === 0 && (
                                        <span className="sprt-edit-conflict-buttons">
                                            {kind === 'updated' && (
                                                <Button
                                                    aria-label={`${labels.takeTheirs}: ${fieldName}`}
                                                    unavailable={readOnly}
                                                    onClick={() => onDecide('theirs', [key])}
                                                >
                                                    {labels.takeTheirs}
                                                </Button>
                                            )}
                                            <Button
                                                aria-label={`${kind === 'updated' ? labels.keepMine : dismiss}: ${fieldName}`}
                                                onClick={() => onDecide('mine', [key])}
                                            >
                                                {kind === 'updated' ? labels.keepMine : dismiss}
                                            </Button>
                                        </span>
                                    )}
                                </td>
                            </tr>
                        );
                    });
                })}
            </tbody>
        </table>
    );
}
