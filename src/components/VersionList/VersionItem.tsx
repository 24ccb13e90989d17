import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import type { VersionPreview } from '../../hooks/useVersionPreview.ts';
import { useVersions } from '../../hooks/useVersions.ts';
import { MAX_NAME_LENGTH } from '../../protocol/index.ts';
import type { SavedVersion } from '../../store/realtimeStore.ts';
import { Button } from '../internal/Button.tsx';
import { ConfirmDialog } from '../internal/ConfirmDialog.tsx';
import { Problem } from '../internal/Problem.tsx';
import { useAttempt } from '../internal/useAttempt.ts';
import { VersionChanges } from './VersionChanges.tsx';

interface VersionItemProps {
    version: SavedVersion;
    preview: VersionPreview | undefined;
    isOpen: boolean;
    onToggle: () => void;
    /** It is gone, and with it whoever had the focus. */
    onRemoved: () => void;
}

/** One version; what can be done with it shows when it is open. */
export function VersionItem({ version, isOpen, onToggle, ...rest }: VersionItemProps): ReactNode {
    const labels = useLabels();
    const body = useId();
    return (
        <li data-state={isOpen ? 'open' : 'closed'}>
            <button
                type="button"
                className="sprt-version"
                aria-expanded={isOpen}
                aria-controls={isOpen ? body : undefined}
                onClick={onToggle}
            >
                <span className="sprt-version-title">{labels.versionHeading(version)}</span>
                {version.isAutomatic && <span className="sprt-version-badge">{labels.automatic}</span>}
                <span className="sprt-version-details">{labels.versionDetails(version)}</span>
            </button>
            {isOpen && (
                <div id={body} className="sprt-version-body">
                    <VersionActions version={version} {...rest} />
                    <VersionChanges version={version} />
                </div>
            )}
        </li>
    );
}

function VersionActions({
    version,
    preview,
    onRemoved
}: Pick<VersionItemProps, 'version' | 'preview' | 'onRemoved'>): ReactNode {
    const labels = useLabels();
    const { mayEdit, mayChange, restore, remove } = useVersions();
    const [task, setTask] = useState<'rename' | 'restore' | 'remove' | null>(null);
    const title = labels.versionHeading(version);
    const end = (): void => setTask(null);
    const { id, isAutomatic } = version;
    const isShown = preview?.version?.id === id;

    if (task === 'rename') {
        return <RenameForm version={version} onClose={end} />;
    }
    return (
        <div className="sprt-version-buttons">
            {preview && (
                <Button
                    aria-pressed={isShown}
                    busy={isShown && preview.status === 'loading'}
                    onClick={() => (isShown ? preview.close() : preview.open(version))}
                >
                    {labels.preview}
                </Button>
            )}
            {mayEdit && (
                <Button aria-haspopup="dialog" onClick={() => setTask('restore')}>
                    {labels.restore}
                </Button>
            )}
            {(mayChange(version) || (mayEdit && isAutomatic)) && (
                <Button variant="quiet" onClick={() => setTask('rename')}>
                    {labels.rename}
                </Button>
            )}
            {mayChange(version) && (
                <Button variant="quiet" aria-haspopup="dialog" onClick={() => setTask('remove')}>
                    {labels.remove}
                </Button>
            )}
            {task === 'restore' && (
                <ConfirmDialog
                    heading={labels.restoreHeading(title)}
                    text={labels.restoreText}
                    confirm={labels.restore}
                    action={() => restore(id, labels.restored(title))}
                    onClose={end}
                />
            )}
            {task === 'remove' && (
                <ConfirmDialog
                    heading={labels.removeHeading(title)}
                    text={labels.removeText}
                    confirm={labels.remove}
                    action={() => remove(id).then(onRemoved)}
                    onClose={end}
                />
            )}
        </div>
    );
}

function RenameForm({ version, onClose }: { version: SavedVersion; onClose: () => void }): ReactNode {
    const labels = useLabels();
    const { rename } = useVersions();
    const { isBusy, error, attempt } = useAttempt();
    const [name, setName] = useState(version.name ?? '');

    const handleSubmit = (event: FormEvent): void => {
        event.preventDefault();
        void attempt(async () => {
            await rename(version.id, name.trim());
            onClose();
        });
    };

    return (
        <form className="sprt-version-form" onSubmit={handleSubmit}>
            <input
                className="sprt-input"
                // oxlint-disable-next-line jsx-a11y/no-autofocus -- it takes the place of the button that opened it
                autoFocus
                required
                aria-label={labels.versionName}
                value={name}
                maxLength={MAX_NAME_LENGTH}
                onChange={event => setName(event.target.value)}
                onKeyDown={event => event.key === 'Escape' && onClose()}
            />
            <Button type="submit" variant="primary" busy={isBusy}>
                {labels.save}
            </Button>
            <Button onClick={onClose}>{labels.cancel}</Button>
            <Problem problem={error} />
        </form>
    );
}
