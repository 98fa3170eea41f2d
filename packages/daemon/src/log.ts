import pino from 'pino';

/** Structured lines; fields first, then words. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Fields that may hold a secret by accident, wherever they stand in what is logged. */
const SECRETS = ['password', 'token', 'secret', 'authorization', 'cookie', 'joinToken'].flatMap(name => [name, `*.${name}`]);

/** A log that writes JSON lines to a stream, standard error if none is given. */
export function createLog(level: LogLevel, destination?: { write(text: string): unknown }): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: SECRETS, censor: '(redacted)' } };
  return pino(options, destination === undefined ? pino.destination(2) : { write: text => void destination.write(text) });
}
