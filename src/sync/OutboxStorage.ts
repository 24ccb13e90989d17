import type { PendingRevision } from './Outbox.ts';
export interface OutboxScope { address: string; project: string; user: string }
export type StoredRevision = Omit<PendingRevision, 'sent' | 'isSilent'>;
export interface StoredOutbox { entries: StoredRevision[]; sessions: Record<string, string> }
export interface OutboxFile { adopt(): Promise<StoredOutbox>; save(content: StoredOutbox): Promise<void>; close(): void }
export interface OutboxStorage { open(scope: OutboxScope): OutboxFile }
export const BROWSER_OUTBOX_STORAGE: OutboxStorage | null = null;
