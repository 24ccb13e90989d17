import { MemoryStorage, type Write } from '../../src/server/core.ts';

/** The server's storage, on a disk that can be full. */
export class Disk extends MemoryStorage {
    isFull = false;

    override commit(writes: readonly Write[]): void {
        if (this.isFull) {
            throw new Error(DISK_FULL);
        }
        super.commit(writes);
    }
}

/** What the server hears from a full disk. */
export const DISK_FULL = 'The disk is full';
