import { useId, type ComponentProps, type ReactNode } from 'react';

/** Props of {@link Field}. */
export interface FieldProps extends ComponentProps<'input'> {
    label: string;
    /** The id of the element that says what is wrong with the value; absent when nothing is. */
    errorId?: string | undefined;
}

/** A text field with its label inside the same frame. */
export function Field({ label, errorId, ...rest }: FieldProps): ReactNode {
    const id = useId();
    return (
        <div className="sprt-field">
            <label htmlFor={id}>{label}</label>
            <input
                {...rest}
                id={id}
                spellCheck={false}
                autoCapitalize="none"
                aria-invalid={errorId ? true : undefined}
                aria-describedby={errorId}
            />
        </div>
    );
}
