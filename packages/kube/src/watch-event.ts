import { KubeError } from './errors.ts';
import { isRecord, type Raw, toRecord, toText } from './raw.ts';
import { parseJson } from './read-json.ts';
import { toStatusError } from './status.ts';

/** One event of a watch. https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes */
export type WatchEvent =
  | { readonly type: 'put' | 'delete'; readonly object: Raw }
  /** Everything up to this version was sent. */
  | { readonly type: 'bookmark'; readonly resourceVersion: string };

/** Throws KubeError: `answer-invalid`, or what an event of type ERROR says. */
export function parseWatchEvent(line: string): WatchEvent {
  const event = parseJson(line);
  const object = event['object'];
  if (!isRecord(object)) throw new KubeError('answer-invalid', 'an event of the watch has no object');
  switch (event['type']) {
    case 'ADDED':
    case 'MODIFIED':
      return { type: 'put', object };
    case 'DELETED':
      return { type: 'delete', object };
    case 'BOOKMARK':
      return { type: 'bookmark', resourceVersion: toText(toRecord(object['metadata'])['resourceVersion']) };
    case 'ERROR':
      throw toStatusError(typeof object['code'] === 'number' ? object['code'] : 500, object);
    default:
      throw new KubeError('answer-invalid', `a watch has no events of type '${String(event['type']).slice(0, 50)}'`);
  }
}
