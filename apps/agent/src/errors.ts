import { AppError } from '@breakwater/model';

export type AgentErrorCode =
  /** The program that loads the kernel side is not where it should be; `make agent` builds it. */
  | 'kernel-side-missing'
  /** What the kernel side tells cannot be read: it is of another version, or damaged. */
  | 'frame-invalid'
  /** The sensor cannot be reached, or its certificate or the token cannot be read. */
  | 'sensor-unreachable'
  /** The sensor does not take what it is told. */
  | 'sensor-refused'
  /** A Problem: the kernel side ended by itself, and is started again. */
  | 'kernel-side-ended'
  /** A Problem: this machine cannot see or do something, so policies about it are not covered here. */
  | 'capability-missing'
  /** A Problem: the kernel had events for which there was no room. */
  | 'events-lost'
  /** A Problem: a container does so much that only what it had not done before is told. */
  | 'events-limited'
  /** A Problem: the sensor was away, or is too slow, and there was no room for more. */
  | 'events-dropped'
  /** A Problem: an audit log that was named is not there, so what the API server records is not seen by this agent. */
  | 'audit-log-missing'
  /** A Problem: some of an audit log could not be read, or how far it was read could not be kept. */
  | 'audit-log-incomplete';

export class AgentError extends AppError<AgentErrorCode> {}
