import { health, resources, toOpenApi } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { type HealthRecord, pingDatabase, readHealth, SCHEMA_STEPS } from './store.ts';

/** A probe that waits longer is of no use to who asks. */
const READY_MS = 2000;

export function createHealthFeature({ query, version, startedAt, embeddedDatabase, metrics }: ServerContext): Feature {
  return defineFeature(health, {
    live: () => ({ status: 'ok' as const }),
    ready: async ({ setStatus }) => {
      const timeout = new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error('no answer')), READY_MS).unref());
      try {
        await Promise.race([pingDatabase(query), timeout]);
        return { status: 'ok' as const };
      } catch {
        setStatus(503);
        return {
          status: 'not-ready' as const,
          reason: 'The database does not answer. Sensors keep deciding meanwhile, and nothing is lost.',
        };
      }
    },
    get: async () => {
      const row = await readHealth(query);
      return {
        version,
        startedAt,
        policyRevision: row.policyRevision,
        database: { embedded: embeddedDatabase, version: row.version, bytes: row.bytes, schema: SCHEMA_STEPS },
        sensors: { connected: row.connected, known: row.known },
        scanners: toScanners(row),
        queues: [
          { name: 'notifications', waiting: row.waiting, failed: row.failed },
          { name: 'scans', waiting: row.scansWaiting, failed: row.scansFailed },
        ],
        memory: process.memoryUsage.rss(),
      };
    },
    metrics: () => metrics.render(),
    openapi: () => toOpenApi(resources, version),
  });
}

function toScanners({ scanners, knownScanners, advisories }: HealthRecord) {
  const counts = { connected: scanners, known: knownScanners };
  if (scanners === 0) return { ...counts, hint: 'No scanner asks for work, so no image is read: start one with breakwater scanner.' };
  if (advisories !== null) return { ...counts, advisories };
  return { ...counts, hint: 'Images are read and not matched, since no scanner has advisories: run breakwater db update beside it.' };
}
