import dark from '@bryntum/schedulerpro/svalbard-dark.css?url';
import light from '@bryntum/schedulerpro/svalbard-light.css?url';

/** A theme of the demo; both come with the scheduler. */
export type Theme = 'light' | 'dark';

const STORAGE_KEY = 'schedulerpro-realtime-demo-theme';

/** The theme chosen before, by the `theme` parameter of the address, or by the system. */
export function initialTheme(): Theme {
    const chosen = new URLSearchParams(location.search).get('theme') ?? localStorage.getItem(STORAGE_KEY);
    if (chosen === 'light' || chosen === 'dark') {
        return chosen;
    }
    return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Switches the style sheet of the theme; resolves when it is there. */
export function loadTheme(theme: Theme = initialTheme()): Promise<void> {
    const previous = document.getElementById('theme');
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = theme === 'dark' ? dark : light;
    return new Promise(resolve => {
        link.onload = () => {
            previous?.remove();
            link.id = 'theme';
            document.documentElement.dataset.theme = theme;
            document.documentElement.style.colorScheme = theme;
            resolve();
        };
        document.head.append(link);
    });
}

/** Remembers and loads a theme. */
export function chooseTheme(theme: Theme): Promise<void> {
    localStorage.setItem(STORAGE_KEY, theme);
    return loadTheme(theme);
}
