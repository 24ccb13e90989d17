import {
    useEffect,
    useId,
    useImperativeHandle,
    useRef,
    useState,
    type ComponentProps,
    type FormEvent,
    type ReactNode
} from 'react';
import { useLabels } from '../../hooks/RealtimeProvider.tsx';
import { Button } from '../internal/Button.tsx';
import { classNames } from '../internal/classNames.ts';
import { Field, type FieldProps } from './Field.tsx';
import { randomUserName } from './randomUserName.ts';
import { useLogin } from './useLogin.ts';

/** Props of {@link LoginPanel}. */
export interface LoginPanelProps extends ComponentProps<'div'> {
    /** The address the form starts with. Default: empty, which means the address the project already has. */
    address?: string;
    /** Whether the user may change the address. Default: `true`. */
    showAddress?: boolean;
    /** The name the form starts with. Default: a random one such as "Amber Fox". */
    userName?: string;
    /** Whether there is a password field, which may stay empty. Default: `optional`. */
    password?: 'hidden' | 'optional';
    /** Chooses the random name; gives numbers in [0, 1). Default: `Math.random`. */
    random?: () => number;
}

type Fields = 'address' | 'userName' | 'password';

/** The field an error is about; everything else is shown without blaming a field. */
function fieldAtFault(code: string | undefined, hasPassword: boolean): Fields | null {
    switch (code) {
        case 'wrong-credentials':
            return hasPassword ? 'password' : 'userName';
        case 'unreachable':
        case 'timeout':
            return 'address';
        default:
            return null;
    }
}

/**
 * One row for logging in, and after it one for logging out. `data-state` is `signed-out`, `busy` or `signed-in`.
 * Must be used within `<RealtimeProvider>`.
 */
export function LoginPanel({
    address = '',
    showAddress = true,
    userName,
    password: passwordMode = 'optional',
    random,
    className,
    ref,
    ...rest
}: LoginPanelProps): ReactNode {
    const labels = useLabels();
    const { state, userName: loggedInName, error, login, logout } = useLogin();
    const [values, setValues] = useState<Record<Fields, string>>(() => ({
        address,
        userName: userName ?? randomUserName(random),
        password: ''
    }));
    const root = useRef<HTMLDivElement>(null);
    const wasUsed = useRef(false);
    const errorId = useId();
    const nameId = useId();
    const signedIn = state === 'signed-in';
    const hasPassword = passwordMode === 'optional';
    const fault = fieldAtFault(error?.code, hasPassword);
    useImperativeHandle(ref, () => root.current!, []);

    useEffect(() => {
        // The control that was used may be gone now; without this the keyboard would start over at the page's top.
        if (wasUsed.current) {
            wasUsed.current = false;
            root.current!.querySelector<HTMLElement>(`[name=${fault ?? 'userName'}], .sprt-login-logout`)?.focus();
        }
    }, [signedIn, error, fault]);

    const handleSubmit = async (event: FormEvent): Promise<void> => {
        event.preventDefault();
        if (state !== 'signed-out') {
            return;
        }
        wasUsed.current = true;
        await login({
            address: values.address || undefined,
            userName: values.userName.trim(),
            password: (hasPassword && values.password) || undefined
        });
    };

    const handleLogout = async (): Promise<void> => {
        wasUsed.current = true;
        setValues(current => ({ ...current, password: '' }));
        await logout();
    };

    const field = (name: Fields): Omit<FieldProps, 'label'> => ({
        name,
        value: values[name],
        errorId: fault === name ? errorId : undefined,
        onChange: ({ target: { value } }) => setValues(current => ({ ...current, [name]: value }))
    });

    return (
        <div {...rest} ref={root} className={classNames('sprt sprt-login', className)} data-state={state}>
            {signedIn ? (
                <>
                    <span id={nameId} className="sprt-login-name">
                        {labels.loggedInAs(loggedInName!)}
                    </span>
                    <Button className="sprt-login-logout" aria-describedby={nameId} onClick={handleLogout}>
                        {labels.logout}
                    </Button>
                </>
            ) : (
                <form onSubmit={handleSubmit}>
                    {showAddress && (
                        <Field {...field('address')} label={labels.serverAddress} inputMode="url" autoComplete="url" />
                    )}
                    <Field {...field('userName')} label={labels.userName} autoComplete="username" required />
                    {hasPassword && (
                        <Field
                            {...field('password')}
                            label={labels.password}
                            type="password"
                            autoComplete="current-password"
                        />
                    )}
                    <Button type="submit" variant="primary" busy={state === 'busy'}>
                        {labels.login}
                    </Button>
                </form>
            )}
            {error && (
                <div id={errorId} className="sprt-alert" role="alert">
                    {labels.error(error)}
                </div>
            )}
        </div>
    );
}
