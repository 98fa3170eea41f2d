export { readServerConfig } from './config.ts';
export type { ServerOptions } from './options.ts';
export { type ResetOutcome, resetPassword } from './reset-password.ts';
export { type RunningServer, startServer } from './start-server.ts';
