import * as v from 'valibot';
import type { Changes, RecordId } from './changes.ts';
import { MAX_NAME_LENGTH, MAX_PENDING_GROUPS, MAX_REVISIONS } from './limits.ts';

const name = v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH));

/** To valibot a list is an object too. */
const noList = v.pipe(
    v.unknown(),
    v.check(value => !Array.isArray(value), 'an object, not a list')
);

/** An object with these fields and no others. */
export function object<const E extends v.ObjectEntries>(entries: E) {
    return v.pipe(noList, v.object(entries));
}

function looseObject<const E extends v.ObjectEntries>(entries: E) {
    return v.pipe(noList, v.looseObject(entries));
}

export const projectId = v.union([v.pipe(v.number(), v.finite()), v.pipe(name, v.minLength(1))]);

export const recordId: v.GenericSchema<RecordId> = projectId;

/** A project id that may be missing: the server answers `project-required` then, not a shape error. */
export const optionalProject = v.nullish(projectId);

const added = looseObject({ id: v.nullish(recordId), $PhantomId: v.nullish(recordId) });
const existing = looseObject({ id: recordId });

const changeSet = {
    added: v.optional(v.array(added)),
    updated: v.optional(v.array(existing)),
    removed: v.optional(v.array(existing))
};

const storeChanges = looseObject({ ...changeSet, $input: v.optional(looseObject(changeSet)) });

/** The changes of a revision: the stores are checked, the fields of their records are the host's business. */
export const changes = v.pipe(
    noList,
    v.objectWithRest({ project: v.optional(looseObject({})) }, storeChanges),
    v.check(
        value => Object.keys(value).every(store => /^[A-Za-z]\w{0,99}$/.test(store)),
        'a store name is not an identifier'
    )
) as v.GenericSchema<unknown, Changes>;

export const localRevision = object({
    revision: v.pipe(name, v.minLength(1)),
    clientId: v.nullish(name),
    base: v.nullish(name),
    changes,
    conflictResolutionFor: v.nullish(name)
});

/** Local revisions a client has no confirmation of, by the session they were made in. */
export const pending = v.nullish(
    v.pipe(
        v.array(object({ session: name, revisions: v.array(name) })),
        v.maxLength(MAX_PENDING_GROUPS),
        v.check(
            groups => groups.reduce((sum, { revisions }) => sum + revisions.length, 0) <= MAX_REVISIONS,
            `at most ${MAX_REVISIONS} revisions in all`
        )
    )
);
