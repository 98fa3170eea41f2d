import type { KubeClient } from './client.ts';
import { KubeError } from './errors.ts';
import { type Line, readLines } from './lines.ts';
import { parseWatchEvent, type WatchEvent } from './watch-event.ts';
import { Watchdog } from './watchdog.ts';

export interface WatchOptions {
  /** Path of the collection. */
  readonly path: string;
  readonly accept: string;
  readonly resourceVersion: string;
  /** After this the server ends the watch by itself, so that connections do not grow old. */
  readonly timeoutSeconds: number;
  /** A watch on which not even a bookmark came for this long is dead, in milliseconds. */
  readonly idleMs: number;
  readonly maxLineBytes: number;
  readonly signal: AbortSignal;
}

/**
 * Events of a collection from a resource version on, until the server ends the watch. A line that is too long to be read
 * is `undefined`. Throws KubeError, `cluster-expired` when the version is too old.
 */
export async function* watchKind(client: KubeClient, options: WatchOptions): AsyncGenerator<WatchEvent | undefined> {
  const silence = new AbortController();
  const watchdog = new Watchdog(options.idleMs, () =>
    silence.abort(new KubeError('watch-stalled', `nothing was heard for ${Math.round(options.idleMs / 1000)} s`)),
  );
  try {
    const signal = AbortSignal.any([options.signal, silence.signal]);
    const stream = await client.stream(`${options.path}?${toQuery(options)}`, { accept: options.accept, signal });
    for await (const line of readLines(stream, options.maxLineBytes)) {
      watchdog.hear();
      if (line !== '') yield toEvent(line);
    }
  } finally {
    watchdog.stop();
  }
}

function toQuery({ resourceVersion, timeoutSeconds }: WatchOptions): URLSearchParams {
  return new URLSearchParams({
    watch: '1',
    allowWatchBookmarks: 'true',
    resourceVersion,
    timeoutSeconds: String(Math.max(1, Math.round(timeoutSeconds))),
  });
}

function toEvent(line: Line): WatchEvent | undefined {
  return line === undefined ? undefined : parseWatchEvent(line);
}
