import { findCredentialProgram, findCredentials } from './docker-config.ts';
import { parseReference } from './reference.ts';

/**
 * Whether a Docker configuration has credentials for what a reference names. Throws ImageError for what is no reference or no configuration.
 *
 * @param asksPrograms whether a program that is named for the registry counts, too
 */
export function hasLogin(config: Uint8Array, text: string, asksPrograms = false): boolean {
  const reference = parseReference(text);
  return findCredentials(config, reference) !== undefined || (asksPrograms && findCredentialProgram(config, reference) !== undefined);
}
