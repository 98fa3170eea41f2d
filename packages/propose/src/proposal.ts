import { type Raw, toRecord } from '@breakwater/inventory';

/** One object that is proposed and why, or only why there is none. */
export interface Proposal {
  readonly namespace: string;
  readonly object?: Raw;
  /** Lines for people. */
  readonly because: readonly string[];
}

/** By this label objects that were proposed before are known again, and proposed anew. */
const MADE_BY = { 'app.kubernetes.io/managed-by': 'breakwater' } as const;

/** An object of a namespace with the label by which it is known again. */
export function buildProposed(
  apiVersion: string,
  kind: string,
  metadata: { readonly name: string; readonly namespace: string },
  spec: Raw,
): Raw {
  return { apiVersion, kind, metadata: { ...metadata, labels: MADE_BY }, spec };
}

export function isProposed(labels: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(MADE_BY).every(([key, value]) => labels[key] === value);
}

/** Limits that were proposed before are proposed anew, from what workloads say by themselves. */
export function isProposedLimit(object: Raw): boolean {
  const { kind, metadata } = object;
  return (kind === 'LimitRange' || kind === 'ResourceQuota') && isProposed(toRecord(toRecord(metadata)['labels']));
}

const MAX_LINES = 10;

/** Enough lines to act on; the rest as a number. */
export function shorten(lines: readonly string[]): readonly string[] {
  return lines.length <= MAX_LINES ? lines : [...lines.slice(0, MAX_LINES), `and ${lines.length - MAX_LINES} more`];
}
