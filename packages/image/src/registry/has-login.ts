import { findCredentials } from './docker-config.ts';
import { parseReference } from './reference.ts';

/** Whether a Docker configuration has credentials for what a reference names. Throws ImageError for what is no reference or no configuration. */
export function hasLogin(config: Uint8Array, text: string): boolean {
  return findCredentials(config, parseReference(text)) !== undefined;
}
