import '@bryntum/schedulerpro/fontawesome/css/fontawesome.css';
import '@bryntum/schedulerpro/fontawesome/css/solid.css';
import '@bryntum/schedulerpro/schedulerpro.css';
import '../../src/styles.css';
import './demo.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Demo } from './Demo.tsx';
import { loadTheme } from './theme.ts';

await loadTheme();
createRoot(document.getElementById('root')!).render(
    <StrictMode>
        <Demo />
    </StrictMode>
);
