export { RUNTIME_FOLDERS } from './containers/read-bundle.ts';
export { AgentError, type AgentErrorCode } from './errors.ts';
export type { AgentOptions } from './options.ts';
export { type RunningAgent, startAgent } from './start-agent.ts';
