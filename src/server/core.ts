/** The server without Node: runs in a page too. */
export type { Dataset, ProjectId, RecordData, RecordId } from '../protocol/index.ts';
export { createDemoProjects, demoAuthenticate } from './demo.ts';
export { Hub, type HubConnection } from './Hub.ts';
export type { Authenticate, Credentials, Identity, Role } from './hub/auth.ts';
export type { CloseCodeValue, Transport } from './hub/Connection.ts';
export { HUB_DEFAULTS, type HubOptions } from './hub/options.ts';
export { createProject } from './room/createProject.ts';
export { MemoryStorage } from './storage/MemoryStorage.ts';
export type {
    Addition,
    KnownRevision,
    Phantom,
    ProjectContent,
    ProjectState,
    ProjectWrite,
    Storage,
    StoredActivity,
    StoredRecord,
    StoredRevision,
    StoredSession,
    Tombstone,
    Write
} from './storage/Storage.ts';
