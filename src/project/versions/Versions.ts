import { StringHelper, type ProjectModel } from '@bryntum/schedulerpro';
import { Command, VERSIONS, type ChangeSet, type RecordId } from '../../protocol/index.ts';
import type { Mirror } from '../../sync/Mirror.ts';
import { RealtimeError } from '../../transport/RealtimeError.ts';
import { listen } from '../engine.ts';
import type { ProjectSync } from '../ProjectSync.ts';
import type { RealtimeProject } from '../RealtimeProject.ts';
import { describeDifferences, type VersionChange } from './compare.ts';
import { CurrentData, differencesFrom, readVersion, type Difference } from './difference.ts';
import { fieldsFrom, restore } from './restore.ts';
import { createProjectCopy } from '../projectCopy.ts';

/** How many contents are kept once they are loaded: people go back and forth. */
const MAX_CONTENTS = 3;

/** How often a server that makes no versions itself is asked whether to save one, in milliseconds. */
const ASK_INTERVAL = 10 * 60_000;

/** What can be done with the versions of a project. The list itself is `wsState.versions`. */
export interface Versions {
    /**
     * Saves what the server has of the project by the time this arrives, own edits before it included.
     * @param name `null`: none
     * @returns resolves once the server has it
     * @throws RealtimeError `no-project`, `read-only`, or the server's refusal
     */
    save(name?: string | null): Promise<void>;
    /** Gives a version another name; an automatic one becomes one's own by it, and stays. Resolves and throws like `save`. */
    rename(id: RecordId, name: string): Promise<void>;
    /** Removes a version for everybody. Resolves and throws like `save`. */
    remove(id: RecordId): Promise<void>;
    /**
     * What is different in the project from what it was in a version.
     * @throws RealtimeError `closed`, `timeout`, `bad-version`, `no-project`, or the server's refusal
     */
    compare(id: RecordId): Promise<VersionChange[]>;
    /**
     * Makes the project what it was in a version, for everybody: one edit, which can be undone. What there is now is
     * saved as an automatic version first. Whatever somebody else changes at that moment and the server receives later
     * stays.
     * @param title of the step in the undo list
     * @throws RealtimeError as `compare` does, `read-only`, or `taken-back` when it cannot be scheduled
     */
    restore(id: RecordId, title?: string): Promise<void>;
    /**
     * A project of its own, connected to nothing, that holds what the version holds. Whoever asks for it destroys it.
     * @throws RealtimeError as `compare` does
     */
    open(id: RecordId): Promise<ProjectModel>;
}

/** The content of a version. */
interface Loaded {
    content: unknown;
    /** Throws when it is another project by now. */
    check: () => void;
}

const byProject = new WeakMap<RealtimeProject, Versions>();

/** The versions of a realtime project. */
export function versionsOf(project: RealtimeProject): Versions {
    let versions = byProject.get(project);
    if (!versions) {
        byProject.set(project, (versions = createVersions(project, project as never)));
    }
    return versions;
}

function createVersions(project: RealtimeProject, { wsSync }: { wsSync: ProjectSync }): Versions {
    const { engine, outgoing, answers } = wsSync;
    const contents = new Map<string, Promise<unknown>>();
    let lastContent: Promise<unknown> = Promise.resolve();
    let askedAt = -Infinity;

    const loaded = () => {
        if (!engine.loaded) {
            throw new RealtimeError('no-project', 'No project is loaded that could have versions; load one first');
        }
        return engine.loaded;
    };
    const isDialect1 = (): boolean => project.wsState.session?.protocol === 1;
    const current = (): CurrentData => new CurrentData(engine, outgoing.outbox(loaded().project).standing);

    const differencesTo = (version: Mirror, now: CurrentData): Difference[] =>
        differencesFrom(
            version,
            now,
            engine,
            (project as { autoSetConstraints?: boolean }).autoSetConstraints !== false
        );

    /** Sends a revision, and waits until it is confirmed or refused, over reconnects. */
    const submit = async (kind: keyof ChangeSet, record: object): Promise<void> => {
        const { project: id, clientId } = loaded();
        const changes = { [VERSIONS]: { $input: { [kind]: [record] }, [kind]: [record] } };
        outgoing.add([{ revision: outgoing.nextId(), clientId, changes }]);
        const outbox = outgoing.outbox(id);
        const entry = outbox.pending.at(-1)!;
        await new Promise<void>((resolve, reject) => {
            const detach = listen(project, {
                wsReject({ rejection: { id: refused, code, message } }) {
                    if (refused === entry.revision.revision) {
                        detach();
                        reject(new RealtimeError(code, message));
                    }
                },
                wsStateChange() {
                    if (!outbox.pending.includes(entry)) {
                        detach();
                        resolve();
                    }
                }
            });
        });
        await engine.settle();
    };

    const save = (name: string | null, isAutosave: boolean): Promise<void> => {
        const record = { $PhantomId: StringHelper.generateUUID(), name, isAutosave };
        return submit('added', isDialect1() ? { ...record, ...whole() } : record);
    };

    /** What a server of dialect 1 does not know of a version by itself. */
    const whole = (): object => {
        const { versions: _, changelogs: _log, ...content } = engine.mirror.toDataset();
        const savedAt = new Date(project.wsEnvironment.now()).toISOString();
        return { userName: project.wsState.session?.userName, savedAt, content };
    };

    /** Saves an automatic version of what is not saved yet. */
    const keep = (): void => {
        if (project.wsState.versions[0]?.hash !== engine.mirror.hash) {
            // A refusal is shown like that of any edit.
            save(null, true).catch(() => {});
        }
    };

    const ask = (versionId: RecordId): Promise<unknown> => {
        let content: unknown;
        const detach = listen(project, {
            loadVersionContent(answer) {
                if (String(answer.versionId) === String(versionId)) {
                    content = answer.content;
                    answers.resolve(Command.loadVersionContent);
                }
            }
        });
        return answers
            .expect(Command.loadVersionContent, async () => {
                if (!wsSync.transmit(Command.loadVersionContent, { project: loaded().project, versionId })) {
                    throw new RealtimeError('closed', 'There is no connection to load the version; connect first');
                }
            })
            .then(() => content)
            .finally(detach);
    };

    /** One after the other: an answer is told by its command. */
    const load = async (id: RecordId): Promise<Loaded> => {
        const { address, project: of } = loaded();
        const key = JSON.stringify([address, of, id]);
        let content = contents.get(key);
        if (!content) {
            content = lastContent.then(() => ask(id));
            content.catch(() => contents.delete(key));
            contents.set(key, content);
            lastContent = content.catch(() => {});
            [...contents.keys()].slice(0, -MAX_CONTENTS).forEach(old => contents.delete(old));
        }
        const check = (): void => {
            if (!engine.holds(of, address)) {
                throw new RealtimeError('no-project', 'Another project was opened meanwhile; nothing was done');
            }
        };
        return { content: await content, check };
    };

    listen(project, {
        wsVersionAutoSaveOK: keep,
        wsReceiveChanges() {
            const now = project.wsEnvironment.now();
            if (isDialect1() && now - askedAt > ASK_INTERVAL) {
                askedAt = now;
                wsSync.transmit(Command.requestVersionAutosave, { project: loaded().project });
            }
        }
    });

    return {
        async save(name = null) {
            // What was edited just now is to be in it.
            await engine.settle();
            await save(name, false);
        },
        rename: (id, name) => submit('updated', { id, name }),
        remove: id => submit('removed', { id }),
        async compare(id) {
            const { content, check } = await load(id);
            const version = readVersion(content);
            await engine.settle();
            check();
            const now = current();
            return describeDifferences(differencesTo(version, now), now, version);
        },
        async restore(id, title) {
            const { content, check } = await load(id);
            const version = readVersion(content);
            const { name } = project.wsState.versions.find(saved => saved.id === id) ?? {};
            await project.wsEdit(
                async () => {
                    check();
                    const differences = differencesTo(version, current());
                    const fields = fieldsFrom(project, engine, version);
                    if (!differences.length && !Object.keys(fields).length) {
                        return;
                    }
                    keep();
                    await restore(project, engine, { version, differences, fields });
                },
                title ?? `Restore version ${name ?? id}`
            );
        },
        async open(id) {
            const { content } = await load(id);
            readVersion(content);
            return createProjectCopy(project, content);
        }
    };
}
