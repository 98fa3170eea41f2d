import type { Problem } from '@breakwater/model';
import type { StandardLevel } from '@breakwater/policy';
import { isRenderHint } from '../render/render-hints.ts';

/** What one workload satisfies, and what stands between it and the next level. */
export interface WorkloadLevel {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly level: StandardLevel;
  readonly breaksBaseline: readonly string[];
  readonly breaksRestricted: readonly string[];
  /** StandardLevel by Kubernetes version, as 1.34. */
  readonly levels: Readonly<Record<string, StandardLevel>>;
}

export interface NamespaceLevel {
  readonly namespace: string;
  readonly level: StandardLevel;
  /** What its label enforces, `default` (of the cluster) without one; absent when the namespace itself was not among the objects. */
  readonly enforced?: StandardLevel | 'default';
  readonly workloads: readonly WorkloadLevel[];
}

/** The answer for reading: a block for each namespace, with the command that sets the labels. */
export function renderLevels(namespaces: readonly NamespaceLevel[], problems: readonly Problem[], minor: number): string {
  const isWhole = problems.every(isRenderHint);
  const blocks = namespaces.map(namespace => renderNamespace(namespace, minor, isWhole));
  const told = problems.map(({ code, source, message }) => `${code}  ${source}: ${message}`);
  return `${[...blocks, ...(told.length === 0 ? [] : [told.join('\n')])].join('\n\n') || 'There is no workload in what was given.'}\n`;
}

function renderNamespace({ namespace, level, enforced, workloads }: NamespaceLevel, minor: number, isWhole: boolean): string {
  const name = namespace === '' ? 'namespace not named' : `namespace ${namespace}`;
  return [
    `${name}: satisfies ${level} of Kubernetes 1.${minor}${isWhole ? '' : ', as far as could be read'}${renderEnforced(enforced)}`,
    ...workloads.map(renderWorkload),
    `  ${renderAdvice(namespace, level, minor)}`,
  ].join('\n');
}

function renderEnforced(enforced: NamespaceLevel['enforced']): string {
  if (enforced === undefined) return '';
  return enforced === 'default' ? "; no label, so the cluster's default is enforced" : `; its label enforces ${enforced}`;
}

function renderWorkload(workload: WorkloadLevel): string {
  const { kind, name, level, breaksBaseline, breaksRestricted } = workload;
  const next = level === 'privileged' ? ['baseline', breaksBaseline] : level === 'baseline' ? ['restricted', breaksRestricted] : undefined;
  const breaks = next === undefined ? '' : `  ${next[0]} breaks on ${(next[1] as readonly string[]).join(', ')}`;
  return `  ${level.padEnd(10)}  ${kind} ${name}${breaks}${renderVersions(workload)}`;
}

/** Versions whose rules judge the workload otherwise. */
function renderVersions({ level, levels }: WorkloadLevel): string {
  const others = Object.entries(levels).filter(([, other]) => other !== level);
  const byLevel = Map.groupBy(others, ([, other]) => other);
  return [...byLevel]
    .map(([other, versions]) => `; ${other} with the rules of ${summarize(versions.map(([version]) => version))}`)
    .join('');
}

/** `1.22–1.34`, or the versions one by one. */
function summarize(versions: readonly string[]): string {
  const minors = versions.map(version => Number(version.slice(2))).toSorted((a, b) => a - b);
  const [first = 0] = minors;
  const last = minors.at(-1) ?? first;
  return minors.length > 1 && last - first === minors.length - 1 ? `1.${first}–1.${last}` : minors.map(minor => `1.${minor}`).join(', ');
}

const NEXT: Readonly<Record<StandardLevel, StandardLevel>> = { privileged: 'baseline', baseline: 'restricted', restricted: 'restricted' };

/** Enforce what holds today; warn about the next level, so that it can be raised later. */
function renderAdvice(namespace: string, level: StandardLevel, minor: number): string {
  const prefix = 'pod-security.kubernetes.io';
  const labels = [`${prefix}/enforce=${level}`, `${prefix}/enforce-version=v1.${minor}`, `${prefix}/warn=${NEXT[level]}`];
  return `kubectl label --overwrite namespace ${namespace === '' ? 'NAMESPACE' : namespace} ${labels.join(' ')}`;
}
