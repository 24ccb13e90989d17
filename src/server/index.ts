export { createRealtimeServer, SERVER_DEFAULTS, type RealtimeServer, type RealtimeServerOptions } from './wsServer.ts';
export { SqliteStorage } from './storage/SqliteStorage.ts';
export * from './core.ts';
