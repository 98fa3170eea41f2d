import type { InventoryObject } from '@breakwater/inventory';
import { formatPath } from '@breakwater/manifest';
import { type Exception, nearestName, type Problem, type Scope } from '@breakwater/model';
import { describeEnd, isEnded, isOfVulnerability, toExceptionProblem } from './exception-rules.ts';
import { matchPattern } from './settings/scope.ts';
import { resolvePath, type Verdict } from './to-result.ts';

/** An exception that stands beside what it accepts: on an object, or in the lines of a file (from 1, both included). */
export interface LocalException {
  readonly exception: Exception;
  readonly object?: InventoryObject;
  readonly lines?: { readonly file: string; readonly from: number; readonly to: number };
}

/** Exceptions that are in force, and a memory of which were needed. */
export interface ExceptionBook {
  /** The exception that accepts a verdict, if one does. */
  find(verdict: Verdict): Exception | undefined;
  /** Which of the exceptions, by their position, have accepted something: of several books of one set, each saw a part of it. */
  listUsed(): readonly number[];
  markUsed(positions: readonly number[]): void;
  /**
   * Exceptions of policies that have ended, that name no policy, and those that accepted nothing although their policy was asked: all are
   * worth tidying up. `judged` holds the policies that took part, `known` all that there are.
   */
  listProblems(judged: ReadonlySet<string>, known: ReadonlySet<string>): readonly Problem[];
}

/** `now` is RFC 3339 UTC: an exception counts until its expiry. */
export function createExceptionBook(exceptions: readonly LocalException[], now: string): ExceptionBook {
  const inForce = exceptions.filter(({ exception }) => !isEnded(exception, now) && exception.until === undefined);
  const byTarget = Map.groupBy(inForce, ({ exception }) => exception.target);
  const used = new Set<LocalException>();
  return {
    find: verdict => {
      const found = byTarget.get(verdict.policy.id)?.find(local => covers(local, verdict));
      if (found !== undefined) used.add(found);
      return found?.exception;
    },
    listUsed: () => exceptions.flatMap((local, position) => (used.has(local) ? [position] : [])),
    markUsed: positions => {
      for (const position of positions) {
        const local = exceptions[position];
        if (local !== undefined) used.add(local);
      }
    },
    listProblems: (judged, known) =>
      exceptions.flatMap(local => {
        const { exception } = local;
        if (isOfVulnerability(exception)) return [];
        if (exception.until !== undefined)
          return toExceptionProblem('exception-invalid', exception, 'is until a fix, which only vulnerabilities have');
        if (isEnded(exception, now))
          return toExceptionProblem('exception-expired', exception, `${describeEnd(exception)}: its findings count again`);
        if (!known.has(exception.target))
          return toExceptionProblem('exception-unused', exception, describeUnknown(exception.target, known));
        if (used.has(local) || !judged.has(exception.target)) return [];
        return toExceptionProblem('exception-unused', exception, 'accepts nothing that was found: remove it or correct its scope');
      }),
  };
}

function describeUnknown(target: string, known: ReadonlySet<string>): string {
  const nearest = nearestName(target, [...known]);
  return `names no policy; ${nearest === undefined ? 'breakwater policy list names them all' : `did you mean '${nearest}'?`}`;
}

function covers({ exception, object, lines }: LocalException, verdict: Verdict): boolean {
  if (object !== undefined && object !== verdict.instance.object) return false;
  return (lines === undefined || standsIn(lines, verdict)) && meetsScope(exception.scope, verdict);
}

function standsIn({ file, from, to }: NonNullable<LocalException['lines']>, verdict: Verdict): boolean {
  const location = verdict.instance.object.source.locate?.(resolvePath(verdict));
  return location !== undefined && location.file === file && location.line >= from && location.line <= to;
}

/** Every list that a scope has must be met. */
function meetsScope(scope: Scope, verdict: Verdict): boolean {
  const { instance, inventory } = verdict;
  const { object } = instance;
  const labels = object.labels;
  return (
    meets(scope.clusters, [inventory.options.cluster]) &&
    meets(scope.namespaces, [toNamespace(object)]) &&
    meets(scope.workloads, [object.name, `${object.kind}/${object.name}`]) &&
    meets(scope.containers, instance.container === undefined ? [] : [instance.container]) &&
    meets(scope.images, instance.images ?? []) &&
    // What is in an image is judged by scans.
    scope.packages === undefined &&
    Object.entries(scope.labels ?? {}).every(([key, value]) => Object.hasOwn(labels, key) && matchPattern(value, labels[key] ?? '')) &&
    (scope.fields === undefined || meets(scope.fields, [formatPath(resolvePath(verdict))])) &&
    (scope.files === undefined || meetsFile(scope.files, object.source.locate?.([]).file))
  );
}

/** A Namespace stands in none, but speaks about itself: who accepts something there means it too. */
function toNamespace({ kindName, name, namespace }: InventoryObject): string {
  return kindName === 'Namespace' ? name : namespace;
}

function meets(wanted: readonly string[] | undefined, names: readonly string[]): boolean {
  return wanted === undefined || wanted.some(pattern => names.some(name => matchPattern(pattern, name)));
}

/** A file is named from any of its folders on, since nobody knows from where the check will be run. */
function meetsFile(wanted: readonly string[], file: string | undefined): boolean {
  return file !== undefined && wanted.some(pattern => matchPattern(pattern, file) || matchPattern(`*/${pattern}`, file));
}
