import type { Scope } from '@breakwater/model';
import { type RawBuilder, sql } from 'kysely';
import { RequestError } from '../http/request-error.ts';
import type { Principal } from './principal.ts';

/** Where the cluster and the namespace of a row stand; without namespace the rows belong to a cluster as a whole. */
export interface Place {
  readonly cluster: RawBuilder<unknown>;
  readonly namespace?: RawBuilder<unknown>;
}

/**
 * The one predicate that every list and every single row passes: whether the principal may see it. Rows of a whole cluster are not for those
 * whose scope names namespaces, unless `wholeCluster` says that they are (a cluster's own line, what could not be looked at in it).
 */
export function visible(principal: Principal, { cluster, namespace }: Place, wholeCluster = false): RawBuilder<boolean> {
  const { clusters, namespaces } = principal.scope;
  const conditions: RawBuilder<boolean>[] = [];
  if (clusters !== undefined) {
    const patterns = clusters.map(toLikePattern);
    conditions.push(
      sql<boolean>`${cluster} IN (SELECT id FROM cluster WHERE id LIKE ANY (${patterns}::text[]) OR name LIKE ANY (${patterns}::text[]))`,
    );
  }
  if (namespaces !== undefined && namespace !== undefined) {
    // Without a namespace it belongs to the cluster, also for those who see every namespace.
    conditions.push(sql<boolean>`(${namespace} <> '' AND ${namespace} LIKE ANY (${namespaces.map(toLikePattern)}::text[]))`);
  }
  if (namespaces !== undefined && namespace === undefined && !wholeCluster) conditions.push(sql<boolean>`false`);
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` AND `)})`;
}

/** Whether somebody sees whole clusters. */
export function seesWholeClusters({ scope }: Principal): boolean {
  return scope.namespaces === undefined;
}

/** Throws RequestError `forbidden`. */
export function refuseWithoutWhole(principal: Principal): void {
  if (seesWholeClusters(principal)) return;
  throw new RequestError(
    'forbidden',
    'This is about a whole cluster, and you see single namespaces of it.',
    'Ask somebody who sees all of it.',
  );
}

/** Parts of a scope that say what a person may see; the others belong to policies and exceptions. */
const SCOPE_OF_PEOPLE = new Set(['clusters', 'namespaces']);

/** A part that cannot limit what somebody sees; undefined when all can. */
export function findUnusablePart(scope: Scope): string | undefined {
  return Object.keys(scope).find(part => !SCOPE_OF_PEOPLE.has(part));
}

/** `*` stands for any text, everything else for itself. */
export function toLikePattern(text: string): string {
  return escapeLike(text).replaceAll('*', '%');
}

/** A text that LIKE takes literally. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
