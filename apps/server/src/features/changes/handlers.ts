import { changes } from '@breakwater/api';
import type { Change } from '../../changes/change.ts';
import type { ServerContext } from '../../context.ts';
import { RequestError } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { listVisibleClusters } from './store.ts';

/** Hints are gathered this long, so that a busy cluster sends a few a second. */
const GATHER_MS = 150;
/** Readers at once, on this server; each costs a query for every gathering. */
const MAX_READERS = 200;

/** Resources of the API that look different when something of this kind changed. */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  object: ['namespaces', 'nodes', 'workloads'],
  workload: ['workloads', 'images', 'namespaces', 'overview'],
  violation: ['violations', 'workloads', 'namespaces', 'overview', 'policies', 'exceptions'],
  'policy-state': ['policies', 'lifecycle', 'overview', 'enforcement'],
  admission: ['admission'],
  runtime: ['events', 'activity'],
  baseline: ['baselines'],
  'baseline-change': ['baselines'],
  problem: ['problems', 'overview'],
  cluster: ['clusters', 'problems', 'health', 'agents'],
  'policy-set': ['policies', 'exceptions', 'presets', 'enforcement'],
  exception: ['exceptions', 'vulnerabilities', 'images'],
  images: ['images', 'scans', 'overview'],
  vulnerability: ['vulnerabilities', 'images', 'workloads', 'baseImages', 'fixPlan', 'exceptions'],
  'base-image': ['baseImages', 'policies'],
  scans: ['scans', 'problems'],
  scanner: ['scanners', 'advisories'],
  'watched-image': ['watchedImages'],
  response: ['responses'],
  compliance: ['compliance', 'complianceRuns', 'complianceSchedules'],
  database: ['health'],
  '*': [
    'health',
    'clusters',
    'namespaces',
    'nodes',
    'workloads',
    'images',
    'vulnerabilities',
    'baseImages',
    'fixPlan',
    'advisories',
    'scanners',
    'scans',
    'watchedImages',
    'violations',
    'policies',
    'enforcement',
    'admission',
    'presets',
    'exceptions',
    'lifecycle',
    'responses',
    'compliance',
    'complianceRuns',
    'complianceSchedules',
    'problems',
    'overview',
    'events',
    'activity',
    'agents',
    'baselines',
  ],
};

export function createChangesFeature({ query, changes: feed, log }: ServerContext): Feature {
  let readers = 0;
  return defineFeature(changes, {
    stream: ({ principal }, emit) => {
      if (readers >= MAX_READERS) throw new RequestError('too-many-requests', 'Too many read live updates.', 'Ask again in a while.');
      readers += 1;
      const waiting = new Map<string, { resource: string; cluster?: string }>();
      let timer: NodeJS.Timeout | undefined;
      const flush = async (): Promise<void> => {
        timer = undefined;
        const hints = [...waiting.values()];
        waiting.clear();
        // These need no database: that it is away is one of them.
        for (const hint of hints) if (hint.cluster === undefined) emit(hint);
        const clusters = [...new Set(hints.flatMap(({ cluster }) => (cluster === undefined ? [] : [cluster])))];
        const seen = clusters.length === 0 ? new Set<string>() : await listVisibleClusters(query, principal, clusters);
        for (const hint of hints) if (hint.cluster !== undefined && seen.has(hint.cluster)) emit(hint);
      };
      const stop = feed.subscribe(change => {
        for (const hint of toHints(change)) waiting.set(`${hint.resource} ${hint.cluster ?? ''}`, hint);
        timer ??= setTimeout(() => void flush().catch(error => log.debug({ error: String(error) }, 'hints not sent')), GATHER_MS).unref();
      });
      return () => {
        readers -= 1;
        stop();
        clearTimeout(timer);
      };
    },
  });
}

function toHints({ cluster, topics }: Change): readonly { resource: string; cluster?: string }[] {
  const resources = new Set(topics.flatMap(topic => RESOURCES[topic] ?? []));
  return [...resources].map(resource => ({ resource, ...(cluster === undefined ? {} : { cluster }) }));
}
