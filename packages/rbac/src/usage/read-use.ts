import { isRecord, readPath, toRecord, toText, toTexts } from '@breakwater/inventory';
import type { AccessRequest } from '../request.ts';
import type { User } from '../user.ts';

/** Something that somebody did, as the API server wrote it down. */
export interface Use {
  /** Whoever was impersonated, where somebody was: the rights are his. */
  readonly user: User;
  readonly request: AccessRequest;
  /** RFC 3339; empty when the event has no time. */
  readonly time: string;
}

/** Why an event says nothing about rights that are used. */
export type SkippedUse = 'not-complete' | 'refused';

/**
 * The use that an audit event of any level tells; a text for what is no event. Requests that were refused are wishes, not use.
 * https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
 */
export function readUse(line: string): Use | SkippedUse | { readonly fault: string } {
  const event = parse(line);
  if (event === undefined) return { fault: 'the line is no JSON object' };
  const user = toRecord(event['impersonatedUser'] ?? event['user']);
  const [name, verb] = [toText(user['username']), toText(event['verb'])];
  if (name === '' || verb === '') return { fault: 'an audit event has user.username and verb' };
  const stage = toText(event['stage']);
  if (stage !== '' && stage !== 'ResponseComplete' && stage !== 'ResponseStarted') return 'not-complete';
  // A watch that is still open has only started; what ends is told once more.
  if (stage === 'ResponseStarted' && verb !== 'watch') return 'not-complete';
  const code = readPath(event, 'responseStatus', 'code');
  if (readPath(event, 'annotations', 'authorization.k8s.io/decision') === 'forbid' || code === 401 || code === 403) return 'refused';
  const time = toText(event['stageTimestamp']) || toText(event['requestReceivedTimestamp']);
  return { user: { name, groups: toTexts(user['groups']) }, request: toRequest(event, verb), time };
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function toRequest(event: Readonly<Record<string, unknown>>, verb: string): AccessRequest {
  const reference = event['objectRef'];
  if (!isRecord(reference)) return { verb, url: toText(event['requestURI']).split('?')[0] ?? '' };
  const resource = toText(reference['resource']);
  const isNameless = verb === 'create' && toText(reference['subresource']) === '';
  return {
    verb,
    group: toText(reference['apiGroup']),
    resource,
    subresource: toText(reference['subresource']),
    // The name of what is created is known only afterwards: the request carried none.
    name: isNameless ? '' : toText(reference['name']),
    // A Namespace is in itself.
    namespace: toText(reference['namespace']) || (resource === 'namespaces' ? toText(reference['name']) : ''),
  };
}
