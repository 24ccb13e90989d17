import type { ComponentProps, ReactNode } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import type { VersionPreview } from '../../hooks/useVersionPreview.ts';
import { Button } from '../internal/Button.tsx';
import { classNames } from '../internal/classNames.ts';

/** Props of {@link VersionPreviewBar}. */
export interface VersionPreviewBarProps extends ComponentProps<'div'> {
    /** From `useVersionPreview()`. */
    preview: VersionPreview;
}

/**
 * Says that a version is shown instead of the project, and leads back. `data-state` is that of the preview; a closed one
 * takes no room. Must be used within `<RealtimeProvider>`.
 */
export function VersionPreviewBar({ preview, className, ...rest }: VersionPreviewBarProps): ReactNode {
    const labels = useLabels();
    const { status, version, close } = preview;
    return (
        <div {...rest} className={classNames('sprt sprt-preview', className)} data-state={status}>
            <output>
                {status === 'loading' && <span className="sprt-spinner" aria-hidden="true" />}
                {status === 'loading' && labels.loading}
                {status === 'failed' && labels.error(preview.error)}
                {status === 'open' && labels.previewing(labels.versionHeading(version))}
            </output>
            {version && <Button onClick={close}>{labels.closePreview}</Button>}
        </div>
    );
}
