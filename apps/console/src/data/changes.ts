import { type Answer, changes } from '@breakwater/api';
import { useEffect, useState } from 'react';
import { queryClient } from './query-client.ts';
import { createRefresher } from './refresher.ts';
import { sessionQuery } from './session.ts';

type Change = Answer<typeof changes.endpoints.stream>;

/** Between two looks at the server for one burst of changes. */
const PAUSE = 500;
const RECONNECT = 3000;

/** What is computed from a resource and is stale with it. */
const DEPENDENT: Readonly<Record<string, readonly string[]>> = {
  violations: ['overview', 'lifecycle', 'workloads', 'namespaces', 'policies', 'clusters', 'exceptions'],
  workloads: ['overview', 'namespaces', 'images', 'clusters'],
  problems: ['overview', 'clusters'],
  clusters: ['overview', 'lifecycle'],
  nodes: ['overview', 'clusters'],
  namespaces: ['overview'],
  exceptions: ['vulnerabilities', 'images', 'workloads', 'fixPlan'],
  images: ['advisories'],
  scans: ['images'],
  scanners: ['advisories', 'health'],
};

/** Keeps everything on the screen current while mounted; false while the server cannot be heard. */
export function useLiveChanges(): boolean {
  const [isLive, setLive] = useState(true);
  useEffect(() => {
    const stream = openStream(setLive);
    return () => stream.close();
  }, []);
  return isLive;
}

/** What may change many times a second and would run away under the reader: only what is switched to live is asked for again. */
const TAILED: ReadonlySet<string> = new Set(['events', 'activity']);

function listStale(resource: string): readonly string[] {
  return TAILED.has(resource) ? [`tail of ${resource}`] : [resource, ...(DEPENDENT[resource] ?? [])];
}

function openStream(report: (isLive: boolean) => void): { close: () => void } {
  const refresher = createRefresher(
    names => queryClient.invalidateQueries({ predicate: ({ queryKey }) => names.has(String(queryKey[0])) }),
    PAUSE,
  );
  let source: EventSource;
  let reconnect: ReturnType<typeof setTimeout> | undefined;
  // What was read before the stream was open may have changed unheard.
  let isBehind = true;
  const connect = () => {
    source = new EventSource(changes.endpoints.stream.path);
    source.onopen = () => {
      report(true);
      if (isBehind) void queryClient.invalidateQueries();
      isBehind = false;
    };
    source.onmessage = ({ data }) => {
      const { resource } = JSON.parse(data) as Change;
      refresher.add(listStale(resource));
    };
    source.onerror = () => {
      report(false);
      isBehind = true;
      if (source.readyState !== EventSource.CLOSED) return;
      // Closed for good: the session may have ended; the browser does not try again by itself.
      void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      reconnect = setTimeout(connect, RECONNECT);
    };
  };
  connect();
  return {
    close: () => {
      refresher.stop();
      clearTimeout(reconnect);
      source.close();
    },
  };
}
