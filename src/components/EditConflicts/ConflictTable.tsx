import type { ProjectModel } from '@bryntum/schedulerpro';
import { useId, type ReactNode } from 'react';
import { useLabels, useRealtime } from '../../hooks/RealtimeProvider.tsx';
import { useEditingLabels } from '../../hooks/useEditingLabels.ts';
import { useSecondsSince } from '../../hooks/useSeconds.ts';
import type { RecordData, RecordId } from '../../protocol/index.ts';
import type { EditConflict } from '../../sync/editConflicts.ts';
import { Button } from '../internal/Button.tsx';
import { conflictRows } from './conflictRows.ts';

const MAX_TEXT = 200;

interface ConflictTableProps {
    /** Of one record. */
    conflicts: readonly EditConflict[];
    /** Whether nothing can be edited. */
    readOnly: boolean;
    onDecide: (side: 'mine' | 'theirs', keys: readonly string[]) => void;
}

/** What is called by an id is shown by its name. */
function namedValue(project: ProjectModel, field: string, value: unknown): unknown {
    const store = /event$/i.test(field) ? project.eventStore : field === 'resource' ? project.resourceStore : null;
    const record = value == null ? null : (store?.getById(value as RecordId) as { name?: string } | null | undefined);
    return record?.name ?? value;
}

/** Whoever reads a table reads no novel. */
const cut = (text: string): string => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text);

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
                    const { key, kind, lost, userName, at, before, mine, theirs } = conflict;
                    const rows = conflictRows(conflict);
                    // Where the record is gone for good there is nothing to decide.
                    const isOpen = kind === 'updated' || lost !== undefined;
                    return rows.map((field, index) => {
                        const valueOf = (values: RecordData): string =>
                            cut(labels.value(namedValue(project, field, values[field])));
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
                                            {isOpen && (
                                                <Button
                                                    aria-label={`${labels.takeTheirs}: ${fieldName}`}
                                                    unavailable={readOnly && kind === 'updated'}
                                                    onClick={() => onDecide('theirs', [key])}
                                                >
                                                    {labels.takeTheirs}
                                                </Button>
                                            )}
                                            <Button
                                                aria-label={`${isOpen ? labels.keepMine : dismiss}: ${fieldName}`}
                                                unavailable={readOnly && lost !== undefined}
                                                onClick={() => onDecide('mine', [key])}
                                            >
                                                {isOpen ? labels.keepMine : dismiss}
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
