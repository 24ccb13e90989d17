export { ActivityFeed, type ActivityFeedProps } from './ActivityFeed/ActivityFeed.tsx';
export {
    activityDetails,
    activityLabels,
    activityWords,
    type ActivityDetail,
    type ActivityDetails,
    type ActivityTarget,
    type ActivityWords
} from './ActivityFeed/activityWords.ts';
export { showInScheduler } from './ActivityFeed/showInScheduler.ts';
export { BulkProgress, type BulkProgressProps } from './BulkProgress/BulkProgress.tsx';
export { ConflictDialog, type ConflictDialogProps } from './ConflictDialog/ConflictDialog.tsx';
export { ConnectionBanner, type ConnectionBannerProps } from './ConnectionBanner/ConnectionBanner.tsx';
export { EditConflictDialog, type EditConflictDialogProps } from './EditConflicts/EditConflictDialog.tsx';
export { EditConflictsButton, type EditConflictsButtonProps } from './EditConflicts/EditConflictsButton.tsx';
export { ErrorNotice, type ErrorNoticeProps } from './ErrorNotice/ErrorNotice.tsx';
export { LoginPanel, type LoginPanelProps } from './LoginPanel/LoginPanel.tsx';
export { randomUserName } from './LoginPanel/randomUserName.ts';
export { useLogin, type Login } from './LoginPanel/useLogin.ts';
export { RejectionNotice, type RejectionNoticeProps } from './RejectionNotice/RejectionNotice.tsx';
export { RemoteFlash } from './RemoteFlash/RemoteFlash.tsx';
export { flashRemoteChanges, type RemoteFlashOptions } from './RemoteFlash/flashRemoteChanges.ts';
export { ResetButton, type ResetButtonProps } from './ResetButton/ResetButton.tsx';
export { ReviewDialog, type ReviewDialogProps } from './ReviewDialog/ReviewDialog.tsx';
export { SaveStatus, type SaveStatusProps } from './SaveStatus/SaveStatus.tsx';
export { SyncToggle, type SyncToggleProps } from './SyncToggle/SyncToggle.tsx';
export { UsersBar, type UsersBarProps } from './UsersBar/UsersBar.tsx';
export { VersionList, type VersionListProps } from './VersionList/VersionList.tsx';
export { VersionPreviewBar, type VersionPreviewBarProps } from './VersionList/VersionPreviewBar.tsx';
export { useUsersBar, type OnlineUser, type PresenceChange } from './UsersBar/useUsersBar.ts';
export { UndoToolbar, type UndoToolbarProps } from './UndoToolbar/UndoToolbar.tsx';
