import type { Exception, Problem, Scope } from '@breakwater/model';
import type { Verdict } from './to-result.ts';

/** Exceptions that are in force, and a memory of which were needed. */
export interface ExceptionBook {
  /** The exception that accepts a verdict, if one does. */
  find(verdict: Verdict): Exception | undefined;
  /** Exceptions that have ended, and those that accepted nothing: both are worth tidying up. */
  listProblems(): readonly Problem[];
}

/** `now` is RFC 3339 UTC: an exception counts until its expiry. */
export function createExceptionBook(exceptions: readonly Exception[], now: string): ExceptionBook {
  const [ended, inForce] = [
    exceptions.filter(exception => isEnded(exception, now)),
    exceptions.filter(exception => !isEnded(exception, now)),
  ];
  const byTarget = Map.groupBy(inForce, exception => exception.target);
  const used = new Set<Exception>();
  return {
    find: verdict => {
      const found = byTarget.get(verdict.policy.id)?.find(exception => covers(exception.scope, verdict));
      if (found !== undefined) used.add(found);
      return found;
    },
    listProblems: () => [
      ...ended.map(exception => toProblem('exception-expired', exception, `${describeEnd(exception)}: its findings count again`)),
      ...inForce
        .filter(exception => !used.has(exception))
        .map(exception => toProblem('exception-unused', exception, 'accepts nothing that was found: remove it or correct its scope')),
    ],
  };
}

/** An end that is no date is no promise that there is one. */
function isEnded({ expiry }: Exception, now: string): boolean {
  return expiry !== undefined && !(Date.parse(expiry) > Date.parse(now));
}

function describeEnd({ expiry = '' }: Exception): string {
  return Number.isNaN(Date.parse(expiry)) ? `ends on '${expiry}', which is no date` : `ended on ${expiry}`;
}

function toProblem(code: string, { id, target, reason }: Exception, what: string): Problem {
  return { code, source: id ?? target, message: `the exception for ${target} (${reason}) ${what}` };
}

/** Every list that a scope has must be met. */
function covers(scope: Scope, { instance, inventory }: Verdict): boolean {
  const { object } = instance;
  const labels = object.labels;
  return (
    meets(scope.clusters, [inventory.options.cluster]) &&
    meets(scope.namespaces, [object.namespace]) &&
    meets(scope.workloads, [object.name, `${object.kind}/${object.name}`]) &&
    meets(scope.containers, instance.container === undefined ? [] : [instance.container]) &&
    meets(scope.images, instance.images ?? []) &&
    Object.entries(scope.labels ?? {}).every(([key, value]) => Object.hasOwn(labels, key) && matchName(value, labels[key] ?? ''))
  );
}

function meets(wanted: readonly string[] | undefined, names: readonly string[]): boolean {
  return wanted === undefined || wanted.some(pattern => names.some(name => matchName(pattern, name)));
}

/** `*` stands for any run of characters; everything else for itself. */
function matchName(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === name;
  if (!name.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let position = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return name.length - last.length >= position && name.endsWith(last);
}
