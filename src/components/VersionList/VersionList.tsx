import { useRef, useState, type ComponentProps, type FormEvent, type ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import { useConnection } from '../../hooks/useRealtimeState.ts';
import type { VersionPreview } from '../../hooks/useVersionPreview.ts';
import { useVersions } from '../../hooks/useVersions.ts';
import { MAX_NAME_LENGTH, type RecordId } from '../../protocol/index.ts';
import { Button } from '../internal/Button.tsx';
import { classNames } from '../internal/classNames.ts';
import { Problem } from '../internal/Problem.tsx';
import { useAttempt } from '../internal/useAttempt.ts';
import { VersionItem } from './VersionItem.tsx';

/** Props of {@link VersionList}. */
export interface VersionListProps extends ComponentProps<'section'> {
    /** From `useVersionPreview()`; without it there is no button that shows a version. */
    preview?: VersionPreview;
}

/**
 * The saved versions of the project: save one, see what has changed since, look at it, bring it back for everybody.
 * Viewers look only. `data-state` is `empty` or `list`. Must be used within `<RealtimeProvider>`.
 */
export function VersionList({ preview, className, ...rest }: VersionListProps): ReactNode {
    const labels = useLabels();
    const { items, mayEdit } = useVersions();
    const [opened, setOpened] = useState<RecordId | null>(null);
    const section = useRef<HTMLElement>(null);

    return (
        <section
            tabIndex={-1}
            aria-label={labels.versions}
            {...rest}
            ref={section}
            className={classNames('sprt sprt-versions', className)}
            data-state={items.length ? 'list' : 'empty'}
        >
            {mayEdit && <SaveBox />}
            {items.length ? (
                <ul>
                    {items.map(version => (
                        <VersionItem
                            key={version.id}
                            version={version}
                            preview={preview}
                            isOpen={version.id === opened}
                            onToggle={() => setOpened(version.id === opened ? null : version.id)}
                            onRemoved={() => section.current?.focus()}
                        />
                    ))}
                </ul>
            ) : (
                <p>{labels.noVersions}</p>
            )}
        </section>
    );
}

function SaveBox(): ReactNode {
    const labels = useLabels();
    const { save, items } = useVersions();
    const isLive = useConnection().status === 'live';
    const { isBusy, error, attempt } = useAttempt();
    const [name, setName] = useState('');
    const [isSaved, setSaved] = useState(false);

    const handleSubmit = (event: FormEvent): void => {
        event.preventDefault();
        setSaved(false);
        void attempt(async () => {
            await save(name.trim() || null);
            setName('');
            setSaved(true);
        });
    };

    return (
        <form className="sprt-version-form" onSubmit={handleSubmit}>
            <input
                className="sprt-input"
                aria-label={labels.versionName}
                placeholder={labels.versionName}
                value={name}
                maxLength={MAX_NAME_LENGTH}
                onChange={event => setName(event.target.value)}
            />
            <Button type="submit" variant="primary" busy={isBusy} unavailable={!isLive}>
                {labels.save}
            </Button>
            <Problem problem={error} />
            <output className="sprt-hidden">{isSaved && items[0] && labels.versionHeading(items[0])}</output>
        </form>
    );
}
