import * as v from 'valibot';
import type { Changes, RecordId } from './changes.ts';

/** Longest accepted user name, project id, record id or store name, in characters. */
export const MAX_NAME_LENGTH = 200;

const name = v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH));

export const projectId = v.union([v.pipe(v.number(), v.finite()), v.pipe(name, v.minLength(1))]);

export const recordId: v.GenericSchema<RecordId> = projectId;

/** A project id that may be missing: the server answers `project-required` then, not a shape error. */
export const optionalProject = v.nullish(projectId);

const added = v.looseObject({ id: v.nullish(recordId), $PhantomId: v.nullish(recordId) });
const existing = v.looseObject({ id: recordId });

const changeSet = {
    added: v.optional(v.array(added)),
    updated: v.optional(v.array(existing)),
    removed: v.optional(v.array(existing))
};

const storeChanges = v.looseObject({ ...changeSet, $input: v.optional(v.looseObject(changeSet)) });

/** The changes of a revision: the stores are checked, the fields of their records are the host's business. */
export const changes = v.pipe(
    v.objectWithRest({ project: v.optional(v.looseObject({})) }, storeChanges),
    v.check(
        value => Object.keys(value).every(store => /^[A-Za-z]\w{0,99}$/.test(store)),
        'a store name is not an identifier'
    )
) as v.GenericSchema<unknown, Changes>;

export const localRevision = v.object({
    revision: v.pipe(name, v.minLength(1)),
    clientId: v.nullish(name),
    changes,
    conflictResolutionFor: v.nullish(name)
});
