import type { Person, ProjectId } from '../../protocol/index.ts';

/** What somebody may do in the projects they may open: viewers only look. */
export type Role = 'viewer' | 'editor' | 'admin';

/** What a client shows to be let in. */
export interface Credentials {
    /** Trimmed; empty when the client sent none. */
    login: string;
    password?: string;
    token?: string;
}

/** Somebody who was let in. */
export interface Identity {
    /** Stable identity of the person. */
    userId: string;
    /** The name others see. */
    userName: string;
    /** Default: `editor`. */
    role?: Role;
    /** The projects this person may open: all of them, or those with these ids (compared as strings). */
    projects: '*' | readonly ProjectId[];
    /** CSS colour for this person. */
    color?: string;
    /** Address of a picture. */
    avatar?: string;
}

/** Decides who is let in: `null` refuses. An exception is answered with `server-error`, so that the client retries. */
export type Authenticate = (credentials: Credentials) => Identity | null | Promise<Identity | null>;

/** What others may know of this person. */
export function personOf({ userId, userName, color, avatar }: Identity): Person {
    return { userId, userName, ...(color && { color }), ...(avatar && { avatar }) };
}

/** Whether this person may open the project. */
export function mayOpen({ projects }: Identity, project: ProjectId): boolean {
    return projects === '*' || projects.some(id => String(id) === String(project));
}

/** Whether this person may change what they may open. */
export function mayEdit({ role = 'editor' }: Identity): boolean {
    return role !== 'viewer';
}
