import { editingLabels, type EditingLabels } from './editingLabels.ts';
import { useLabels } from './RealtimeProvider.tsx';

/**
 * {@link editingLabels} of the nearest provider.
 * @throws Error outside of a provider
 */
export function useEditingLabels(): EditingLabels {
    return editingLabels(useLabels());
}
