import type { CustomWorkload, SourceObject } from '@breakwater/inventory';
import { nearestName, type Problem } from '@breakwater/model';
import { matchPattern, NEWEST_MINOR } from '@breakwater/policy';
import { readKubeVersion } from '../check/judge-options.ts';
import { readLiveWorkloads } from '../cluster/read-workloads.ts';
import { type CommandInput, type Terminal, UsageError } from '../command.ts';
import { readInputs } from '../render/read-inputs.ts';
import { readRenderOptions } from '../render/render-options.ts';

/** Objects, and the version of Kubernetes to propose for. */
export interface Subject {
  readonly objects: readonly SourceObject[];
  readonly problems: readonly Problem[];
  readonly minor: number;
}

export interface Wanted {
  /** Names and patterns of namespaces. */
  readonly patterns: readonly string[];
  readonly parts: ReadonlySet<string>;
}

const LIMIT_KINDS = ['LimitRange', 'ResourceQuota', 'HorizontalPodAutoscaler', 'ScaledObject'];
/** What opens workloads and names them, and every policy that may already be there. Secrets are left alone. */
const NETWORK_KINDS = [
  ...['Service', 'ConfigMap', 'Ingress', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute', 'Route'],
  ...['NetworkPolicy', 'ClusterNetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'GlobalNetworkPolicy'],
  ...['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'],
];

/** Reads paths, or the cluster where there are none: all of it where others may connect to the namespaces. Throws UsageError. */
export async function readSubject(
  input: CommandInput,
  terminal: Terminal,
  { patterns, parts }: Wanted,
  customWorkloads: readonly CustomWorkload[],
): Promise<Subject> {
  const paths = input.arguments.slice(1);
  const asked = input.options['kube-version'];
  const namespace = String(input.options['namespace'] ?? 'default');
  if (paths.length > 0) {
    const minor = Math.min(readKubeVersion(asked), NEWEST_MINOR);
    return { ...(await readInputs(paths, terminal, readRenderOptions(input, { kubeMinor: minor, namespace }), () => {})), minor };
  }
  const wanted = asked === undefined ? undefined : readKubeVersion(asked);
  const [only = ''] = patterns;
  const isOne = patterns.length === 1 && !only.includes('*') && !parts.has('network');
  const kinds = [...(parts.has('network') ? NETWORK_KINDS : []), ...(parts.has('limits') ? LIMIT_KINDS : [])];
  const { kubeMinor, ...live } = await readLiveWorkloads(input, isOne ? only : '', customWorkloads, kinds);
  return { ...live, minor: Math.min(wanted ?? kubeMinor ?? NEWEST_MINOR, NEWEST_MINOR) };
}

const NAME = /^[a-z0-9*](?:[-a-z0-9*]{0,61}[a-z0-9*])?$/;

/** `shop,team-*` as names and patterns. Throws UsageError. */
export function readPatterns(text: string): readonly string[] {
  const patterns = text.split(',').filter(name => name !== '');
  const wrong = patterns.find(name => !NAME.test(name));
  if (wrong !== undefined || patterns.length === 0)
    throw new UsageError(
      `'${(wrong ?? text).slice(0, 128)}' is not the name of a namespace; names come first and paths after them, as in: breakwater propose namespace shop,shop-data deploy/`,
    );
  return patterns;
}

/** Namespaces that are asked for, sorted; those of Kubernetes only by their full names. Throws UsageError for a name that is nowhere. */
export function chooseNamespaces(patterns: readonly string[], known: readonly string[]): readonly string[] {
  const chosen = patterns.flatMap(pattern => {
    const found = known.filter(name => matchPattern(pattern, name) && (pattern === name || !name.startsWith('kube-')));
    if (found.length > 0) return found;
    const nearest = nearestName(pattern, known);
    const hint = nearest === undefined ? `there are ${known.slice(0, 10).join(', ') || 'none'}` : `did you mean '${nearest}'?`;
    throw new UsageError(`nothing of namespace '${pattern}' is in what was read; ${hint}`);
  });
  return [...new Set(chosen)].toSorted();
}
