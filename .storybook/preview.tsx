import { StrictMode } from 'react';
import type { Preview } from '@storybook/react-vite';
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
        }
    },
    initialGlobals: { theme: 'light' },
    decorators: [
        (Story, { globals }) => {
            applyTheme(String(globals.theme));
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
