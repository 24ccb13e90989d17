import { useEffect } from 'react';
import { useRealtime } from '../../hooks/RealtimeProvider.tsx';
import { flashRemoteChanges, type RemoteFlashOptions } from './flashRemoteChanges.ts';

/**
 * Lets the bars that others have changed flash once, in the colour of who did it; see {@link flashRemoteChanges}. Renders
 * nothing. Must be used within `<RealtimeProvider>`.
 */
export function RemoteFlash({ duration, max }: RemoteFlashOptions): null {
    const { project } = useRealtime();
    useEffect(
        () => flashRemoteChanges(project, { ...(duration && { duration }), ...(max && { max }) }),
        [project, duration, max]
    );
    return null;
}
