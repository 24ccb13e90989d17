import { useState, type ReactNode } from 'react';
import { SchedulerPanel } from './SchedulerPanel.tsx';
import { chooseTheme, initialTheme, type Theme } from './theme.ts';

const parameters = new URLSearchParams(location.search);
const address =
    parameters.get('wsHost') ??
    import.meta.env.VITE_REALTIME_ADDRESS ??
    `ws://${location.hostname || 'localhost'}:8080`;
/** `?panels=1` shows one scheduler, for opening the page in two windows. */
const isSingle = parameters.get('panels') === '1';
const projectId = Number(parameters.get('project') ?? 1);

function ThemeSwitch(): ReactNode {
    const [theme, setTheme] = useState<Theme>(initialTheme);
    const next = theme === 'dark' ? 'light' : 'dark';
    return (
        <button
            type="button"
            className="demo-theme"
            aria-label={`Use the ${next} theme`}
            onClick={() => {
                setTheme(next);
                void chooseTheme(next);
            }}
        >
            <i className={theme === 'dark' ? 'fa fa-sun' : 'fa fa-moon'} aria-hidden="true" />
        </button>
    );
}

/** Two schedulers side by side, each its own client of the server: what one does, the other shows. */
export function Demo(): ReactNode {
    return (
        <div className="demo">
            <header className="demo-title">
                <h1>Two people, one schedule</h1>
                <p>Log in on both sides, then drag a bar.</p>
                <ThemeSwitch />
            </header>
            <main className="demo-panels">
                <SchedulerPanel side="left" address={address} projectId={projectId} />
                {!isSingle && <SchedulerPanel side="right" address={address} projectId={projectId} />}
            </main>
        </div>
    );
}
