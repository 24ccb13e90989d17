import { useState, type ReactNode } from 'react';
import { LANGUAGES, useLanguage, type Language } from './language.ts';
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

function ThemeSwitch({ labels }: { labels: Record<Theme, string> }): ReactNode {
    const [theme, setTheme] = useState<Theme>(initialTheme);
    const next = theme === 'dark' ? 'light' : 'dark';
    return (
        <button
            type="button"
            className="demo-choice demo-theme"
            aria-label={labels[next]}
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
    const { language, choose, locales, texts } = useLanguage();
    const panel = { address, projectId, locales };
    return (
        <div className="demo">
            <header className="demo-title">
                <h1>{texts.title}</h1>
                <p>{texts.hint}</p>
                <select
                    className="demo-choice"
                    aria-label={texts.language}
                    value={language}
                    onChange={event => choose(event.target.value as Language)}
                >
                    {Object.entries(LANGUAGES).map(([code, name]) => (
                        <option key={code} value={code} lang={code}>
                            {name}
                        </option>
                    ))}
                </select>
                <ThemeSwitch labels={texts} />
            </header>
            <main className="demo-panels">
                <SchedulerPanel side="left" {...panel} />
                {!isSingle && <SchedulerPanel side="right" {...panel} />}
            </main>
        </div>
    );
}
