import { type ComplianceItem, type Exception, nearestName, type Problem, type Scope } from '@breakwater/model';
import { describeEnd, isEnded, isOfVulnerability, toExceptionProblem } from './exception-rules.ts';
import { matchPattern } from './settings/scope.ts';

/** Exceptions that speak of a cluster's compliance: of a check by its id, or of a control, as `1.2.15` or `cis-1.12/1.2.15`. */
export interface ControlExceptions {
  /** The exception that accepts an item, if one does. */
  find(item: ComplianceItem): Exception | undefined;
  /** Exceptions that have ended, that name nothing, and that accepted nothing: all are worth tidying up. */
  listProblems(): readonly Problem[];
}

export interface ControlExceptionOptions {
  readonly cluster: string;
  /** RFC 3339 UTC: an exception counts until its expiry. */
  readonly now: string;
  /** Checks and controls that took part in this run. */
  readonly asked: ReadonlySet<string>;
  /** All checks, policies and controls that there are. */
  readonly known: ReadonlySet<string>;
}

/** Those of policies and vulnerabilities are left to whoever judges objects and images: `exceptions` are what remains. */
export function createControlExceptions(exceptions: readonly Exception[], options: ControlExceptionOptions): ControlExceptions {
  const { cluster, now, asked, known } = options;
  const ours = exceptions.filter(exception => !isOfVulnerability(exception));
  const inForce = ours.filter(exception => !isEnded(exception, now) && exception.until === undefined);
  const byTarget = Map.groupBy(inForce, ({ target }) => target);
  const used = new Set<Exception>();
  return {
    find: item => {
      const found = [item.check, item.control, `${item.framework}/${item.control}`]
        .flatMap(target => byTarget.get(target) ?? [])
        .find(({ scope }) => coversItem(scope, item, cluster));
      if (found !== undefined) used.add(found);
      return found;
    },
    listProblems: () =>
      ours.flatMap(exception => {
        if (isEnded(exception, now))
          return toExceptionProblem('exception-expired', exception, `${describeEnd(exception)}: its findings count again`);
        if (exception.until !== undefined)
          return toExceptionProblem('exception-invalid', exception, 'is until a fix, which only vulnerabilities have');
        if (!known.has(exception.target))
          return toExceptionProblem('exception-unused', exception, describeUnknown(exception.target, known));
        if (used.has(exception) || !asked.has(exception.target)) return [];
        return toExceptionProblem('exception-unused', exception, 'accepts nothing that was found: remove it or correct its scope');
      }),
  };
}

function describeUnknown(target: string, known: ReadonlySet<string>): string {
  const nearest = nearestName(target, [...known]);
  return `names no policy, check or control; ${nearest === undefined ? 'breakwater policy list and compliance run name them' : `did you mean '${nearest}'?`}`;
}

/** What an item does not tell, as labels and images, is not met. A node is meant by `workloads: [Node/name]`. */
function coversItem(scope: Scope, { subject }: ComplianceItem, cluster: string): boolean {
  const { kind, name, namespace, container, node } = subject;
  const named = [name, `${kind}/${name}`, ...(node === undefined ? [] : [node, `Node/${node}`])];
  return (
    meets(scope.clusters, [cluster]) &&
    meets(scope.namespaces, namespace === undefined ? [] : [namespace]) &&
    meets(scope.workloads, named) &&
    meets(scope.containers, container === undefined ? [] : [container]) &&
    [scope.labels, scope.images, scope.packages, scope.files, scope.fields].every(part => part === undefined)
  );
}

function meets(wanted: readonly string[] | undefined, names: readonly string[]): boolean {
  return wanted === undefined || wanted.some(pattern => names.some(name => matchPattern(pattern, name)));
}

/** Objects that an exception may accept without naming any of them. */
const MAX_UNNAMED = 1;

/** Exceptions that narrow nothing and accept more than one object: whatever comes next is accepted as well. */
export function listOverbroad(items: readonly ComplianceItem[]): readonly Problem[] {
  const accepted = items.filter(({ state, exception }) => state === 'accepted' && exception !== undefined);
  return [...Map.groupBy(accepted, ({ exception }) => JSON.stringify(exception))].flatMap(([, own]) => {
    const exception = own[0]?.exception;
    if (exception === undefined || narrows(exception.scope)) return [];
    const objects = new Set(own.map(({ subject }) => JSON.stringify(subject))).size;
    if (objects <= MAX_UNNAMED) return [];
    const what = `names none of the ${objects} objects that it accepts, so it accepts whatever comes next: narrow it by namespaces or workloads`;
    return toExceptionProblem('exception-overbroad', exception, what);
  });
}

function narrows({ clusters: _clusters, ...narrowing }: Scope): boolean {
  return Object.values(narrowing).some(part => (Array.isArray(part) ? !part.includes('*') : Object.keys(part ?? {}).length > 0));
}
