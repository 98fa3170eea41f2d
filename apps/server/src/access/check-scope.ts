import type { Role } from '@breakwater/api';
import type { Scope } from '@breakwater/model';
import { RequestError } from '../http/request-error.ts';
import { findUnusablePart } from './visible.ts';

/**
 * Whether a scope can limit what somebody sees.
 *
 * @throws RequestError `bad-request`
 */
export function checkScope(role: Role, scope: Scope): void {
  const part = findUnusablePart(scope);
  if (part !== undefined) {
    throw new RequestError(
      'bad-request',
      `scope.${part}: what a person sees is limited by clusters and namespaces.`,
      `Leave '${part}' out.`,
    );
  }
  if (role === 'admin' && Object.keys(scope).length > 0) {
    throw new RequestError('bad-request', 'scope: administrators see everything.', 'Leave the scope empty, or make it a viewer.');
  }
}
