import type { Scope } from '@breakwater/model';
import { matchPattern } from '../settings/scope.ts';
import { all, any, type Condition, matchesAny, quote } from './condition.ts';

/** CEL for parts of a request; objects are dynamic, since one policy looks at several kinds. */
const OBJECT = 'dyn(object == null ? oldObject : object)';
const NAME = `${OBJECT}.?metadata.?name.orValue("")`;
const KIND = 'request.kind.kind';
const NAMESPACE = 'request.?namespace.orValue("")';
/** A request about a Namespace names it as its namespace too. */
const OUTSIDE = `(${KIND} == "Namespace" ? "" : ${NAMESPACE})`;

/** What a condition is written for. */
export interface ScopePlace {
  readonly cluster: string;
  /** Whether the requests may be about Namespaces. */
  readonly seesNamespaces: boolean;
}

/** Whether a setting is about the object of a request, as far as its scope may say: clusters, namespaces, workloads, labels. */
export function toSettingCondition(scope: Scope, { cluster, seesNamespaces }: ScopePlace): Condition {
  return all(
    ofCluster(scope, cluster),
    scope.namespaces === undefined || matchesAny(seesNamespaces ? OUTSIDE : NAMESPACE, scope.namespaces),
    ofObject(scope),
  );
}

/** The same for an exception, which also means the Namespace itself where it names a namespace. Containers and images are not looked at. */
export function toExceptionCondition(scope: Scope, { cluster }: ScopePlace): Condition {
  return all(ofCluster(scope, cluster), scope.namespaces === undefined || matchesAny(NAMESPACE, scope.namespaces), ofObject(scope));
}

function ofCluster({ clusters }: Scope, cluster: string): boolean {
  return clusters === undefined || clusters.some(pattern => matchPattern(pattern, cluster));
}

function ofObject({ workloads, labels = {} }: Scope): Condition {
  return all(
    workloads === undefined || any(matchesAny(NAME, workloads), matchesAny(`(${KIND} + "/" + ${NAME})`, workloads)),
    ...Object.entries(labels).map(([key, value]) => hasLabel(key, value)),
  );
}

function hasLabel(key: string, pattern: string): Condition {
  const label = `${OBJECT}.?metadata.?labels[?${quote(key)}]`;
  return all(`${label}.hasValue()`, matchesAny(`${label}.orValue("")`, [pattern]));
}
