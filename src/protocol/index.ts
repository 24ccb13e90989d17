export * from './changes.ts';
export * from './clientMessages.ts';
export * as CloseCode from './closeCodes.ts';
export * from './commands.ts';
export * from './errors.ts';
export { MAX_NAME_LENGTH } from './schemas.ts';
export * from './serverMessages.ts';
export type { User } from './users.ts';
