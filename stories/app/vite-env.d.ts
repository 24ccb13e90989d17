/// <reference types="vite/client" />

interface ImportMetaEnv {
    /** Where the demo's server listens; `npm start` sets it. */
    readonly VITE_REALTIME_ADDRESS?: string;
}

// They only register themselves.
declare module '@bryntum/schedulerpro/locales/*';
