export { Backoff } from './backoff.ts';
export { BearerClient, type BearerOptions } from './bearer-client.ts';
export {
  type ClientName,
  createAuthority,
  createCertificateRequest,
  createServerCertificate,
  type KeyPair,
  readExpiry,
  signClientRequest,
  toFingerprint,
} from './certificates.ts';
export { DaemonError, type DaemonErrorCode } from './errors.ts';
export { type FilePosition, type FollowedLines, type FollowOptions, followFile } from './follow/follow-file.ts';
export { createLog, LOG_LEVELS, type Log, type LogLevel } from './log.ts';
export { Metrics } from './metrics.ts';
export { createProxyAgent } from './proxy-agent.ts';
export { connectSocket, listenSockets, type Socket, type SocketLimits } from './socket.ts';
export { type Step, startSteps } from './steps.ts';
export { createTrustedAgent, requestTrusted, type Trust, type TrustedAnswer } from './trusted-request.ts';
