import { UsageError } from '../command.ts';

/** A port, whose successor is one as well; 0 means any free one. Throws UsageError. */
export function readPort(option: string, value: unknown): number {
  const port = /^\d{1,5}$/.test(String(value)) ? Number(value) : Number.NaN;
  if (port >= 0 && port < 65_535) return port;
  throw new UsageError(`--${option} takes a port from 0 (any free one) to 65534, not '${value}'`);
}
