import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ScannerOptions } from '@breakwater/scanner';
import { type CommandInput, UsageError } from '../command.ts';

/** https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
const POD_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const MAX_AT_ONCE = 64;

/** What flags say of how a scanner works. Throws UsageError. */
export function readScannerOptions(
  options: CommandInput['options'],
  dataDir: string,
): Pick<ScannerOptions, 'concurrency' | 'cluster' | 'update'> {
  const { kubeconfig } = options;
  const cluster = typeof kubeconfig === 'string' ? { cluster: { kubeconfig } } : existsSync(POD_TOKEN) ? { cluster: {} } : {};
  const mirrors = (options['advisory-mirror'] as readonly string[] | undefined) ?? [];
  const everyMs = readTime(String(options['update-every'] ?? '6h'));
  return {
    concurrency: options['concurrency'] === undefined ? availableParallelism() : readCount(options['concurrency']),
    ...cluster,
    ...(options['offline'] === true ? {} : { update: { everyMs, folder: join(dataDir, 'advisories'), mirrors } }),
  };
}

function readCount(text: unknown): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MAX_AT_ONCE) return count;
  throw new UsageError(`--concurrency takes a number from 1 to ${MAX_AT_ONCE}, not '${text}'`);
}

function readTime(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (UNITS[unit] ?? 0);
  if (milliseconds > 0) return milliseconds;
  throw new UsageError(`--update-every takes a time such as 30m, 6h or 1d, not '${text}'`);
}
