import { useId, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { Button, type ButtonProps } from './Button.tsx';

/** Props of {@link PopoverButton}; the others go to the button. */
export interface PopoverButtonProps extends ButtonProps {
    /** What the popover shows; only there while it is open. */
    panel: ReactNode;
    /** Accessible name of the popover. */
    panelLabel: string;
}

/** Above or below the button, where the page has more room, and on the side of the page where it stands. */
function placeBeside(button: HTMLElement): CSSProperties {
    const { top, bottom, left, right } = button.getBoundingClientRect();
    const inPage = (x: number): string => `clamp(8px, ${x}px, calc(100vw - 20em - 8px))`;
    return {
        ...(top > innerHeight / 2 ? { bottom: innerHeight - top + 6 } : { top: bottom + 6 }),
        ...(left > innerWidth / 2 ? { right: inPage(innerWidth - right) } : { left: inPage(left) })
    };
}

/** A button that opens a native popover, which Escape or a click beside it closes. */
export function PopoverButton({ panel, panelLabel, ...rest }: PopoverButtonProps): ReactNode {
    const button = useRef<HTMLButtonElement>(null);
    const [place, setPlace] = useState<CSSProperties | null>(null);
    const id = useId();
    return (
        <>
            <Button {...rest} ref={button} popoverTarget={id} />
            <section
                id={id}
                className="sprt-popover"
                popover="auto"
                // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long list scrolls, by keyboard too
                tabIndex={0}
                aria-label={panelLabel}
                style={place ?? {}}
                onBeforeToggle={({ newState }) => setPlace(newState === 'open' ? placeBeside(button.current!) : null)}
            >
                {place && panel}
            </section>
        </>
    );
}
