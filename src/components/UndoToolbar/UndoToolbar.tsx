import { useEffect, useEffectEvent, useId, type ComponentProps, type ReactNode, type RefObject } from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import { useReadOnly } from '../../hooks/useRealtimeState.ts';
import { useUndoRedo } from '../../hooks/useUndoRedo.ts';
import { Button } from '../internal/Button.tsx';
import { classNames } from '../internal/classNames.ts';
import { HISTORY_ICON, REDO_ICON, UNDO_ICON } from '../internal/icons.tsx';
import { PopoverButton } from '../internal/PopoverButton.tsx';
import { UndoConflictDialog } from './UndoConflictDialog.tsx';

/** Props of {@link UndoToolbar}; the others go to the element around the buttons. */
export interface UndoToolbarProps extends ComponentProps<'fieldset'> {
    /**
     * Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z (⌘ on a Mac) work in this element, except in text fields. Give each of several
     * schedulers in a page its own. Default: the whole page.
     */
    keysIn?: RefObject<HTMLElement | null>;
}

type Step = 'undo' | 'redo';

function stepFor({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): Step | null {
    const isShortcut = (ctrlKey || metaKey) && !altKey;
    const letter = isShortcut && key.toLowerCase();
    return letter === 'z' ? (shiftKey ? 'redo' : 'undo') : letter === 'y' && !shiftKey ? 'redo' : null;
}

function isTextField(target: EventTarget | null): boolean {
    return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

/**
 * Undoes and redoes one's own steps: buttons, the list of steps, and the keyboard. When others have changed the same
 * since, a dialog says who changed what, and offers to undo what is left. `data-state` is `recording`, `disabled` or
 * `ready`. Nothing is shown to who may not edit. Must be used within `<RealtimeProvider>`.
 */
export function UndoToolbar({ keysIn, className, ...rest }: UndoToolbarProps): ReactNode {
    const labels = useLabels();
    const history = useUndoRedo();
    const readOnly = useReadOnly();
    const { titles, position, canUndo, canRedo, isDisabled, isRecording } = history;
    const go = (step: Step, steps = 1): void => void history[step](steps).catch(() => {});

    const handleKey = useEffectEvent((event: KeyboardEvent) => {
        const step = stepFor(event);
        if (step && !isTextField(event.target) && !event.defaultPrevented) {
            // The scheduler listens, too, and would undo a second time.
            event.preventDefault();
            event.stopPropagation();
            if (step === 'undo' ? canUndo : canRedo) {
                go(step);
            }
        }
    });
    useEffect(() => {
        const target = keysIn?.current ?? document;
        const listener = (event: Event): void => handleKey(event as KeyboardEvent);
        target.addEventListener('keydown', listener, true);
        return () => target.removeEventListener('keydown', listener, true);
    }, [keysIn]);

    const title = (step: Step): string => {
        const name = titles[step === 'undo' ? position - 1 : position];
        return name ? `${labels[step]}: ${name}` : labels[step];
    };
    return readOnly ? null : (
        <fieldset
            aria-label={labels.undoHistory}
            {...rest}
            className={classNames('sprt sprt-undo', className)}
            data-state={isDisabled ? 'disabled' : isRecording ? 'recording' : 'ready'}
        >
            {(['undo', 'redo'] as const).map(step => (
                <Button
                    key={step}
                    variant="quiet"
                    title={title(step)}
                    aria-label={title(step)}
                    aria-keyshortcuts={step === 'undo' ? 'Control+Z' : 'Control+Y'}
                    unavailable={!(step === 'undo' ? canUndo : canRedo)}
                    onClick={() => go(step)}
                >
                    {step === 'undo' ? UNDO_ICON : REDO_ICON}
                </Button>
            ))}
            <PopoverButton
                variant="quiet"
                title={labels.undoHistory}
                aria-label={labels.undoHistory}
                panelLabel={labels.undoHistory}
                panel={<Steps titles={titles} position={position} onGo={go} />}
            >
                {HISTORY_ICON}
            </PopoverButton>
            {history.conflict && (
                <UndoConflictDialog key={history.conflict.title} {...history} conflict={history.conflict} />
            )}
        </fieldset>
    );
}

interface StepsProps {
    titles: readonly string[];
    position: number;
    onGo: (step: Step, steps: number) => void;
}

/** The newest step comes first; choosing one goes to the state right after it. */
function Steps({ titles, position, onGo }: StepsProps): ReactNode {
    const labels = useLabels();
    const heading = useId();
    if (!titles.length) {
        return <p>{labels.noSteps}</p>;
    }
    const goTo = (target: number): void =>
        target < position ? onGo('undo', position - target) : onGo('redo', target - position);
    const entries = [labels.beforeAllSteps, ...titles].map((title, index) => ({ title, index })).toReversed();
    return (
        <>
            <h2 id={heading}>{labels.undoHistory}</h2>
            <ol className="sprt-steps" aria-labelledby={heading}>
                {entries.map(({ title, index }) => (
                    <li key={index} data-state={index > position ? 'undone' : 'done'}>
                        <button
                            type="button"
                            aria-current={index === position ? 'step' : undefined}
                            onClick={() => index !== position && goTo(index)}
                        >
                            {title}
                        </button>
                    </li>
                ))}
            </ol>
        </>
    );
}
