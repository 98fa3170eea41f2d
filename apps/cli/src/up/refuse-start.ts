import { toErrorMessage } from '@breakwater/model';
import { UsageError } from '../command.ts';

/** Codes of our own errors; by their form, since each role of a release has a class of its own. */
const OWN = /^[a-z]+(?:-[a-z]+)+$/;
/** What the system says when a folder or a port is not to be had. */
const SURROUNDINGS = new Set(['EACCES', 'EADDRINUSE', 'EADDRNOTAVAIL', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS']);

/**
 * A database that is away, a port that is taken, a folder that may not be written are nobody's fault: what they say tells what to do.
 *
 * @throws UsageError for those, and everything else as it is
 */
export function refuseStart(cause: unknown): never {
  const code = (cause as { readonly code?: unknown } | null)?.code;
  const isOfSurroundings = typeof code === 'string' && (OWN.test(code) || SURROUNDINGS.has(code));
  throw isOfSurroundings ? new UsageError(toErrorMessage(cause)) : cause;
}
