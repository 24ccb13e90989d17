import { AssignmentModel } from '@bryntum/schedulerpro';
import { EngineBridge } from '../../src/project/EngineBridge.ts';
import type { Storage } from '../../src/server/core.ts';
import { PhantomIds } from '../../src/server/room/PhantomIds.ts';
import { Outbox } from '../../src/sync/Outbox.ts';
import type { Control } from './controlNames.ts';

/** Called with what a simulation is made of, before it is used. */
export const hooks = {
    project: (_project: any): void => {},
    storage: (_storage: Storage): void => {}
};

/** Replaces a property until the returned function is called. */
function replace<T extends object, K extends keyof T>(target: T, key: K, value: T[K]): () => void {
    const original = target[key];
    target[key] = value;
    return () => void (target[key] = original);
}

const SWITCHES: Record<Control, () => (() => void)[]> = {
    'assignment-fields': () => [
        replace(hooks, 'project', project => {
            const { fieldMap } = project.assignmentStore.modelClass;
            for (const name of ['event', 'eventId', 'resource', 'resourceId']) {
                fieldMap[name].persist = (AssignmentModel as any).fieldMap[name].persist;
            }
        })
    ],
    // Edits are neither calculated nor recorded, be it after the edit or before others' are applied.
    'delayed-commit': () => [
        replace(EngineBridge.prototype, 'settle', async () => {}),
        replace(EngineBridge.prototype, 'settleInQueue', async () => {})
    ],
    'added-to-updated': () => {
        const { assign } = PhantomIds.prototype;
        return [
            replace(PhantomIds.prototype, 'assign', function forget(this: PhantomIds, ...given) {
                const assigned = assign.apply(this, given);
                return assigned.known ? { id: this.mint(), known: false } : assigned;
            })
        ];
    },
    resending: () => [replace(Outbox.prototype, 'markUnsent', () => {})],
    idempotence: () => [
        replace(hooks, 'storage', storage => {
            storage.findRevision = () => null;
        })
    ]
};

/** Switches something off that clients need to end the same; returns what switches it on again. */
export function switchOff(control: Control): () => void {
    const restore = SWITCHES[control]();
    return () => restore.forEach(undo => undo());
}
