import type { ProjectModel } from '@bryntum/schedulerpro';
import type { RecordData } from '../protocol/index.ts';
import type { Mirror } from '../sync/Mirror.ts';
import type { PendingRevision } from '../sync/Outbox.ts';
import type { Recorder } from './Recorder.ts';
import { CALCULATED_PROJECT_FIELDS, changedFields, isSameValue, projectFields } from './stores.ts';

/**
 * Shows the fields of the project itself as they are to be: what is pending laid over what is stored, and where there is
 * neither, what the host has configured.
 */
export class ProjectFields {
    readonly #project: ProjectModel;
    readonly #recorder: Recorder;
    readonly #mirror: Mirror;
    /** What the fields were before anything was loaded; `null` as long. */
    #configured: RecordData | null = null;
    /** Names of the fields that may not be as they are to be. */
    readonly #concerned = new Set<string>();
    /** What was set and is not calculated with yet. */
    #set: RecordData = {};

    constructor(project: ProjectModel, recorder: Recorder, mirror: Mirror) {
        this.#project = project;
        this.#recorder = recorder;
        this.#mirror = mirror;
    }

    /** Notes fields of which something is to be set by the next {@link write}. */
    concern(...fields: unknown[]): void {
        fields.flatMap(each => Object.keys(each ?? {})).forEach(field => this.#concerned.add(field));
    }

    /** Runs what replaces everything by what is stored. */
    async replacing(replace: () => Promise<void>): Promise<void> {
        const before = projectFields(this.#project);
        await replace();
        const stored = this.#mirror.fields;
        const own = Object.entries(before).filter(([field]) => field in stored);
        this.#configured ??= { ...projectFields(this.#project), ...Object.fromEntries(own) };
        this.concern(this.#configured, stored);
    }

    /**
     * Sets what is not as it is to be. What has been edited and not been captured is left as it is.
     * @returns whether there was any
     */
    write(pending: readonly PendingRevision[]): boolean {
        const wanted: RecordData = { ...this.#configured, ...this.#mirror.fields };
        for (const { revision } of pending) {
            this.concern(revision.changes.project);
            Object.assign(wanted, revision.changes.project);
        }
        const now = projectFields(this.#project);
        const left = [...CALCULATED_PROJECT_FIELDS, ...changedFields(this.#recorder.seenFields, now)];
        const differing = [...this.#concerned].filter(
            field => !left.includes(field) && !isSameValue(now[field], wanted[field])
        );
        this.#concerned.clear();
        this.#set = Object.fromEntries(differing.map(field => [field, wanted[field] ?? null]));
        if (differing.length) {
            try {
                this.#project.set(structuredClone(this.#set));
            } finally {
                this.#accept();
            }
        }
        return differing.length > 0;
    }

    /** To be called when the engine has calculated with what was set. */
    calculated(): void {
        this.#accept();
        this.#set = {};
    }

    /** Takes what was set for nobody's edit. */
    #accept(): void {
        const now = projectFields(this.#project);
        for (const [field, value] of Object.entries(this.#set)) {
            // What is something else by now has been edited.
            const isTaken = typeof value === 'object' || isSameValue(now[field], value);
            const seen = isTaken ? now[field] : value;
            this.#recorder.seenFields = { ...this.#recorder.seenFields, [field]: seen };
        }
    }
}
