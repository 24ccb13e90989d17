/** Longest accepted user name, project id, record id, store name or name of a version, in characters. */
export const MAX_NAME_LENGTH = 200;

/** Most revisions that one message changes a project with, or asks about. */
export const MAX_REVISIONS = 10_000;

/** Bytes of the largest frame that a client sends, and a server takes by default. */
export const MAX_FRAME = 8 * 1024 * 1024;

/** Most sessions whose pending revisions one message asks about. */
export const MAX_PENDING_GROUPS = 100;
