import { byLead, isSameIn, type EditConflict } from '../../sync/editConflicts.ts';

/** What an event that begins no later is told by. */
const CONSTRAINT = ['constraintDate', 'constraintType'];

/** The fields by which people are told of a conflict: of those that belong together the first that differs. */
export function conflictRows({ field, mine, theirs }: EditConflict): string[] {
    if (field === null) {
        return [...byLead(mine).keys()].filter(lead => lead in mine);
    }
    const differs = (each: string): boolean => each in theirs && !isSameIn({ [each]: theirs[each] }, mine);
    return [[field, ...CONSTRAINT].find(differs) ?? field];
}
