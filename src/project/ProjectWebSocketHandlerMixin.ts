import type { ProjectModel } from '@bryntum/schedulerpro';
import { Command, type LocalRevision } from '../protocol/index.ts';
import type { Credentials, LoginData } from '../transport/Connection.ts';
import { BROWSER_OUTBOX_STORAGE } from '../sync/OutboxStorage.ts';
import { DEFAULTS } from '../transport/defaults.ts';
import { BROWSER_ENVIRONMENT } from '../transport/environment.ts';
import type { WebSocketManager } from '../transport/WebSocketManager.ts';
import { bulk, type ReportProgress } from './bulk.ts';
import { edit } from './edit.ts';
import type { ChangeSource } from './engineState.ts';
import type { Side } from './ConflictList.ts';
import type { ForeignEdit } from './ForeignEdits.ts';
import type { ConflictPolicy, Direction } from './history.ts';
import type { LoggedMessage } from './Notifier.ts';
import type { ReviewDecision } from './Outgoing.ts';
import { ProjectSync } from './ProjectSync.ts';
import type { ProjectWebSocketHandler, RealtimeProject } from './RealtimeProject.ts';
import type { RealtimeState } from './state.ts';

type Constructor<T> = new (...args: any[]) => T;

/**
 * Adds WebSocket synchronisation to a project class; see {@link ProjectWebSocketHandler} for what a project gains.
 * The project must meet the preconditions of convergence, which `WebSocketProjectModel` does by itself.
 */
export function ProjectWebSocketHandlerMixin<T extends Constructor<ProjectModel>>(
    Target: T
): T & Constructor<ProjectWebSocketHandler> {
    class RealtimeTarget extends (Target as Constructor<ProjectModel>) {
        static configurable = {
            wsAddress: null,
            wsUserName: '',
            wsAutoLoad: true,
            wsAutoSync: true,
            wsReadOnly: null,
            wsEditConflicts: 'ask',
            wsReviewAbove: null,
            wsSchedulingIssues: 'ask',
            wsConnectionTimeout: DEFAULTS.connectionTimeout,
            wsProjectId: null,
            wsLogMessages: false,
            webSocketImplementation: null,
            wsOutboxStorage: BROWSER_OUTBOX_STORAGE,
            wsEnvironment: BROWSER_ENVIRONMENT
        };

        declare wsAddress: string | null;
        declare wsProjectId: string | number | null;
        declare wsAutoLoad: boolean;
        declare wsAutoSync: boolean;
        declare wsReadOnly: boolean | null;
        declare wsSync: ProjectSync;

        constructor(...args: any[]) {
            super(...args);
            // Not earlier: the configs arrive while the engine is still being put together.
            this.wsSync = new ProjectSync(this as unknown as RealtimeProject);
            this.wsSync.notifier.set({ autoSync: this.wsAutoSync });
            this.updateWsReadOnly();
            this.updateWsAddress(this.wsAddress);
        }

        get wsState(): RealtimeState {
            return this.wsSync.notifier.state;
        }

        get wsMessageLog(): readonly LoggedMessage[] {
            return this.wsSync.notifier.messages;
        }

        get wsSource(): ChangeSource {
            return this.wsSync?.engine.source ?? 'local';
        }

        get websocketManager(): WebSocketManager | null {
            return this.wsSync.connection?.manager ?? null;
        }

        updateWsAddress(address: string | null): void {
            this.wsSync?.setAddress(address);
        }

        updateWsProjectId(): void {
            if (this.wsAutoLoad) {
                void this.wsSync?.requests.open();
            }
        }

        updateWsAutoSync(on: boolean, previous: boolean | undefined): void {
            if (!on) {
                this.suspendAutoSync();
            } else if (previous === false) {
                this.resumeAutoSync();
            }
            this.wsSync?.notifier.set({ autoSync: on });
        }

        updateWsReadOnly(): void {
            this.wsSync?.permission.update();
        }

        async wsLogin(credentials: Credentials): Promise<LoginData> {
            return this.wsSync.login(credentials);
        }

        wsLogout(): void {
            this.wsSync.logout();
        }

        async wsSend(command: string, data: unknown = {}, silent = false): Promise<boolean> {
            if (command === Command.login) {
                return this.wsLogin(data as Credentials).then(
                    () => true,
                    () => false
                );
            }
            return this.wsSync.send(command, data, silent);
        }

        wsReceive(_data: unknown): void {}

        async wsOpen(): Promise<boolean> {
            return (await this.wsSync.connection?.open()) ?? false;
        }

        async wsLoad(): Promise<void> {
            return this.wsSync.load();
        }

        wsClose(): void {
            this.wsSync.connection?.close();
        }

        wsRetryNow(): void {
            this.wsSync.connection?.retryNow();
        }

        async wsReset(): Promise<void> {
            return this.wsSync.reset();
        }

        async sendRevisions(revisions: readonly LocalRevision[]): Promise<boolean> {
            this.wsSync.outgoing.add(revisions);
            return this.wsSync.outgoing.flush(true);
        }

        wsFlush(): boolean {
            return this.wsSync.outgoing.flush(true);
        }

        wsDismissError(): void {
            this.wsSync.notifier.set({ lastError: null });
        }

        wsDismissRejections(): void {
            this.wsSync.notifier.set({ rejections: [] });
        }

        async wsResolveEditConflicts(side: Side, keys?: readonly string[]): Promise<void> {
            return this.wsSync.conflicts.list.decide(side, keys);
        }

        async wsReview(decision: ReviewDecision, ids?: readonly string[]): Promise<void> {
            return this.wsSync.review(decision, ids);
        }

        async wsEdit<R>(change: () => R | Promise<R>, title?: string): Promise<R> {
            this.wsSync.permission.require();
            return edit(this, this.wsSync.engine, change, { title });
        }

        async wsGoThroughHistory(direction: Direction, policy: ConflictPolicy, steps?: number): Promise<ForeignEdit[]> {
            return this.wsSync.goThroughHistory(direction, policy, steps);
        }

        async wsBulk<R>(change: (report: ReportProgress) => R | Promise<R>, title?: string): Promise<R> {
            this.wsSync.permission.require();
            return bulk(this as unknown as RealtimeProject, this.wsSync, change, title);
        }

        override trigger(...args: [name: string, event?: object]): never {
            return (this.wsSync?.answersIssue(...args) ? false : super.trigger(...args)) as never;
        }

        override addListener(...args: [config: never]): never {
            const [config] = args as [{ thisObj?: unknown }?];
            this.wsSync?.views.notice(config?.thisObj);
            return super.addListener(...args) as never;
        }

        override suspendAutoSync(): void {
            super.suspendAutoSync();
            this.wsSync?.autoSyncChanged();
        }

        override resumeAutoSync(doSync?: boolean): void {
            super.resumeAutoSync(doSync);
            this.wsSync?.autoSyncChanged();
        }

        override doDestroy(): void {
            this.wsSync.destroy();
            // A transaction that is still being recorded would be stopped by a timer, when there is nothing left of it.
            if (this.stm.isRecording) {
                this.stm.disable();
            }
            super.doDestroy();
        }
    }
    return RealtimeTarget as unknown as T & Constructor<ProjectWebSocketHandler>;
}
