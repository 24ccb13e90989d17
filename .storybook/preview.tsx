import { LocaleManager } from '@bryntum/schedulerpro';
import { StrictMode, useEffect } from 'react';
import type { Preview } from '@storybook/react-vite';
import '@bryntum/schedulerpro/locales/schedulerpro.locale.De.js';
import '@bryntum/schedulerpro/locales/schedulerpro.locale.Nl.js';
import '@bryntum/schedulerpro/locales/schedulerpro.locale.SvSE.js';
import '@bryntum/schedulerpro/fontawesome/css/fontawesome.css';
import '@bryntum/schedulerpro/fontawesome/css/solid.css';
import '@bryntum/schedulerpro/schedulerpro.css';
import dark from '@bryntum/schedulerpro/svalbard-dark.css?inline';
import light from '@bryntum/schedulerpro/svalbard-light.css?inline';
import '../src/styles.css';
import './preview.css';

const themes: Record<string, string> = { light, dark };

/** Both themes set the same variables, so only one of them may be in the page. */
function applyTheme(name: string): void {
    const id = 'story-theme';
    const style = document.getElementById(id) ?? document.head.appendChild(document.createElement('style'));
    style.id = id;
    style.textContent = themes[name] ?? light;
}

const preview: Preview = {
    globalTypes: {
        theme: {
            description: 'Theme of the scheduler',
            toolbar: {
                title: 'Theme',
                icon: 'contrast',
                items: [
                    { value: 'light', title: 'Light', icon: 'sun' },
                    { value: 'dark', title: 'Dark', icon: 'moon' }
                ],
                dynamicTitle: true
            }
        },
        locale: {
            description: 'Locale of the scheduler, which the labels follow',
            toolbar: {
                title: 'Locale',
                icon: 'globe',
                items: [
                    { value: 'En', title: 'English' },
                    { value: 'De', title: 'Deutsch' },
                    { value: 'Nl', title: 'Nederlands' },
                    { value: 'SvSE', title: 'Svenska' }
                ],
                dynamicTitle: true
            }
        }
    },
    initialGlobals: { theme: 'light', locale: 'En' },
    decorators: [
        (Story, { globals }) => {
            applyTheme(String(globals.theme));
            useEffect(() => void LocaleManager.applyLocale(String(globals.locale)), [globals.locale]);
            return (
                <StrictMode>
                    <Story />
                </StrictMode>
            );
        }
    ],
    parameters: { layout: 'padded' }
};

export default preview;
