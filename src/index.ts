export * from './components/index.ts';
export { RealtimeProvider, useLabels, useRealtime, type RealtimeProviderProps } from './hooks/RealtimeProvider.tsx';
export { editingLabels, englishEditing, type EditingLabels } from './hooks/editingLabels.ts';
export { useEditConflicts, type EditConflicts } from './hooks/useEditConflicts.ts';
export { useEditingLabels } from './hooks/useEditingLabels.ts';
export { useReview, type Review, type ReviewItem } from './hooks/useReview.ts';
export { englishActivity, type ActivityLabels } from './hooks/activityLabels.ts';
export type { Formats, PluralForms } from './hooks/formats.ts';
export type { Labels, RealtimeLocale } from './hooks/labels.ts';
export { useRealtimeProject, type Desync, type UseRealtimeProjectOptions } from './hooks/useRealtimeProject.ts';
export { useActivity, type Activity } from './hooks/useActivity.ts';
export {
    useAutoSync,
    useBulkProgress,
    useConnection,
    useLastError,
    useOnlineUsers,
    useProjects,
    useReadOnly,
    useRealtimeState,
    useRejections,
    useRevisionQueue,
    useSecondsToNextTry,
    useSession,
    type ConnectionInfo
} from './hooks/useRealtimeState.ts';
export { useSecondsSince } from './hooks/useSeconds.ts';
export { useChoicePreview, useSchedulingIssue, type ChoicePreview } from './hooks/useSchedulingIssue.ts';
export { useVersionPreview, type PreviewState, type VersionPreview } from './hooks/useVersionPreview.ts';
export { useVersionComparison, useVersions, type VersionComparison, type VersionsInfo } from './hooks/useVersions.ts';
export { createRealtime, type EditOptions, type LoginRequest, type Realtime } from './store/Realtime.ts';
export type { UndoConflict, UndoHistory, UndoState } from './store/undoHistory.ts';
export { useUndoRedo } from './hooks/useUndoRedo.ts';
export type { Side } from './project/ConflictList.ts';
export type { ReviewDecision } from './project/Outgoing.ts';
export type { ForeignEdit } from './project/ForeignEdits.ts';
export type { ConflictPolicy, Direction } from './project/history.ts';
export type { ChangeSource } from './project/engineState.ts';
export { activityLogOf, type ActivityLog, type ActivityState } from './store/ActivityLog.ts';
export { createRealtimeStore, type RealtimeStore } from './store/realtimeStore.ts';
export type {
    BulkState,
    PendingEdit,
    ProjectInfo,
    RealtimeProblem,
    RealtimeState,
    RejectedEdit,
    ReviewedEdit,
    RevisionQueue,
    Session
} from './project/state.ts';
export type { FieldChange, VersionChange } from './project/versions/compare.ts';
export type { SavedVersion } from './project/versions/list.ts';
export { versionsOf, type Versions } from './project/versions/Versions.ts';
export type { EditConflict, EditConflictPolicy } from './sync/editConflicts.ts';
export type { EditSummary, RecordChange } from './sync/summary.ts';
export type {
    AdoptedOutbox,
    OutboxFile,
    OutboxScope,
    OutboxStorage,
    StoredOutbox,
    StoredRevision
} from './sync/OutboxStorage.ts';
export {
    RealtimeAssignmentModel,
    realtimeAssignmentModel,
    RealtimeEventModel,
    realtimeEventModel
} from './project/models.ts';
export { ProjectWebSocketHandlerMixin } from './project/ProjectWebSocketHandlerMixin.ts';
export {
    ProjectWebSocketSubscriberMixin,
    type ProjectWebSocketSubscriber,
    type WebSocketMessageEvent
} from './project/ProjectWebSocketSubscriberMixin.ts';
export type {
    SchedulingIssue,
    SchedulingIssueChoice,
    SchedulingIssueKind,
    SchedulingIssuePolicy
} from './project/schedulingIssues.ts';
export type { DependencyChange, EventMove, EventSpan, SchedulingIssuePreview } from './project/issuePreview.ts';
export type {
    ProjectWebSocketHandler,
    ProjectWebSocketHandlerConfig,
    RealtimeProject,
    RealtimeProjectConfig
} from './project/RealtimeProject.ts';
export type { ReportProgress } from './project/bulk.ts';
export type { LoggedMessage } from './project/Notifier.ts';
export { WebSocketProjectModel } from './project/WebSocketProjectModel.ts';
export type { Credentials, LoginData } from './transport/Connection.ts';
export type { ConnectionProblem, ConnectionState, ConnectionStatus } from './transport/connectionState.ts';
export type { ConnectionEnvironment } from './transport/environment.ts';
export { RealtimeError, type ClientErrorCode } from './transport/RealtimeError.ts';
export {
    WebSocketManager,
    type WebSocketConstructor,
    type WebSocketLike,
    type WebSocketManagerConfig
} from './transport/WebSocketManager.ts';
export type {
    ActivityEntry,
    Changes,
    Dataset,
    LocalRevision,
    LoggedPart,
    LoggedRecord,
    LoggedValue,
    Person,
    ProjectId,
    RecordData,
    RecordId,
    ServerRevision,
    User
} from './protocol/index.ts';
export { Command, PROTOCOL_VERSION, type ErrorCode, type ProblemParameters } from './protocol/index.ts';
