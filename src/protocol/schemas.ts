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

export const serverRevision = v.object({
    revision: v.string(),
    localRevision: v.string(),
    client: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
    changes,
    conflictResolutionFor: v.nullish(v.string())
});

/** Somebody who is logged in: dialect 2 sends objects, dialect 1 names, which become their own ids. */
export const user = v.union([
    v.object({
        userId: v.string(),
        userName: v.string(),
        clients: v.number(),
        color: v.optional(v.string()),
        avatar: v.optional(v.string())
    }),
    v.pipe(
        v.string(),
        v.transform(userName => ({ userId: userName, userName, clients: 1 }))
    )
]);

/** A person who is logged in, counted once however many tabs are open. */
export interface User {
    /** Stable identity; in dialect 1 the name. */
    userId: string;
    userName: string;
    /** Open connections of this person; always 1 in dialect 1, which lists a person once per connection. */
    clients: number;
    /** CSS colour given by the server, if any. */
    color?: string | undefined;
    /** Address of a picture, if any. */
    avatar?: string | undefined;
}
