/** Longest accepted user name, project id, record id, store name or name of a version, in characters. */
export const MAX_NAME_LENGTH = 200;
