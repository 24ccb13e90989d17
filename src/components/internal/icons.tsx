import type { ReactNode, SVGProps } from 'react';

function icon(path: ReactNode): (props: SVGProps<SVGSVGElement>) => ReactNode {
    return props => (
        <svg
            className="sprt-icon"
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.75"
            strokeLinecap="round"
            strokeLinejoin="round"
            aria-hidden="true"
            {...props}
        >
            {path}
        </svg>
    );
}

/** Everything is done. */
export const CheckIcon = icon(<path d="m3.5 8.5 3 3 6-7" />);
/** Something waits. */
export const PendingIcon = icon(
    <>
        <circle cx="8" cy="8" r="5.5" />
        <path d="M8 5v3l2 1.5" />
    </>
);
/** Something is wrong. */
export const WarningIcon = icon(
    <>
        <path d="M8 2.2 14.2 13H1.8Z" />
        <path d="M8 6.5v3M8 11.4v.1" />
    </>
);
/** Close. */
export const CloseIcon = icon(<path d="m4 4 8 8m0-8-8 8" />);
