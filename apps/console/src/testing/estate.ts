import type { Answer, clusters, policies, workloads } from '@breakwater/api';
import type { PolicyDefinition, Result } from '@breakwater/model';
import { buildImages, type Image } from './images.ts';
import { buildNamespace, buildNode, countSeverities, type Namespace, type Node, type Violation } from './places.ts';
import { ago, CLUSTERS, DAY, HOUR, LINES, ownerOf, toObject, toSummary } from './shop.ts';

export type Workload = Answer<typeof workloads.endpoints.get>;
type Cluster = Answer<typeof clusters.endpoints.get>;
type Policy = Answer<typeof policies.endpoints.get>;

/** What the rows are made of: the output of `breakwater check` and the compiled catalogue. */
export interface Sources {
  readonly results: readonly Result[];
  readonly policies: readonly PolicyDefinition[];
  /** Rows of the workload list; those of the shop, repeated. */
  readonly workloadCount: number;
}

export interface Estate {
  readonly clusters: readonly Cluster[];
  readonly violations: readonly Violation[];
  readonly workloads: readonly Workload[];
  readonly policies: readonly Policy[];
  readonly images: readonly Image[];
  readonly namespaces: readonly Namespace[];
  readonly nodes: readonly Node[];
}

export function buildEstate(sources: Sources): Estate {
  const violations = buildViolations(sources);
  const workloads = buildWorkloads(sources, violations);
  return {
    violations,
    workloads,
    clusters: CLUSTERS.map((cluster, index) => buildCluster(cluster, index, violations)),
    policies: buildPolicies(sources, violations),
    images: buildImages(workloads.slice(0, LINES.length)),
    namespaces: ['shop', 'shop-data', 'shop-logs'].map(name => buildNamespace(name, violations)),
    nodes: [1, 2, 3].map(index => buildNode(index, violations)),
  };
}

const STATES: Readonly<Record<string, Violation['state']>> = { fail: 'open', review: 'review', 'not-evaluated': 'error' };

function buildViolations({ results, policies }: Sources): Violation[] {
  const byId = new Map(policies.map(policy => [policy.id, policy]));
  const [production] = CLUSTERS;
  return results.map((result, index) => {
    const policy = byId.get(result.policy);
    const state = index % 23 === 7 ? 'accepted' : (STATES[result.state] ?? 'open');
    return {
      id: `v-${index}`,
      state,
      policy: result.policy,
      title: policy?.title ?? result.policy,
      severity: index % 61 === 0 ? 'critical' : result.severity,
      categories: [...(policy?.categories ?? [])],
      message: result.message,
      messageLanguage: 'en',
      cluster: production.id,
      clusterName: production.name,
      kind: result.target.kind,
      namespace: result.target.namespace,
      name: result.target.name,
      container: result.container ?? '',
      owner: ownerOf(result.target.name),
      ...(LINES.some(([kind, , name]) => kind === result.target.kind && name === result.target.name)
        ? { workload: `w-${result.target.name}` }
        : {}),
      openedAt: ago((index + 1) * 1.7 * HOUR),
      updatedAt: ago(index * HOUR),
      results: [result],
      more: index % 9 === 0 ? 2 : 0,
      rationale: policy?.rationale ?? '',
      remediation: result.remediation,
      history: [
        { at: ago(index * HOUR), event: 'updated', detail: 'evidence changed', language: 'en' },
        { at: ago((index + 1) * 1.7 * HOUR), event: 'opened', detail: '', language: 'en' },
      ],
    };
  });
}

function buildWorkloads({ workloadCount }: Sources, violations: readonly Violation[]): Workload[] {
  return Array.from({ length: workloadCount }, (_, index) => {
    const line = LINES[index % LINES.length] ?? LINES[0];
    if (line === undefined) throw new Error('the shop has no workloads');
    const cluster = CLUSTERS[index % (LINES.length * 2) < LINES.length ? 0 : 1];
    const [kind, namespace, name, image, exposure, risk] = line;
    const round = Math.floor(index / LINES.length);
    const summary = toSummary(line, (index % 4) + 1);
    const own = round === 0 ? violations.filter(violation => violation.workload === `w-${name}`) : [];
    const [topReason] = summary.risk.reasons;
    return {
      id: round === 0 ? `w-${name}` : `w-${name}-${round}`,
      cluster: cluster.id,
      clusterName: cluster.name,
      kind,
      namespace,
      name: round === 0 ? name : `${name}-${round}`,
      owner: ownerOf(name),
      exposure,
      podCount: summary.podCount,
      images: [image],
      risk: Math.max(0, risk - (round % 40) / 2),
      ...(topReason === undefined ? {} : { topReason }),
      violations: round === 0 ? countSeverities(own) : { high: index % 3, medium: index % 5, low: index % 7 },
      updatedAt: ago(index * HOUR),
      summary,
      openViolations: own.filter(({ state }) => state === 'open' || state === 'review'),
      acceptedViolations: own.filter(({ state }) => state === 'accepted'),
      object: toObject(summary),
    };
  });
}

function buildCluster(
  { id, name }: { readonly id: string; readonly name: string },
  index: number,
  violations: readonly Violation[],
): Cluster {
  const isFirst = index === 0;
  return {
    id,
    name,
    type: 'kubernetes',
    kubernetesVersion: '1.37.2',
    distribution: 'kubeadm',
    state: isFirst ? 'connected' : 'away',
    sensorVersion: '0.1.0',
    capabilities: ['watch', 'evaluate'],
    firstSeenAt: ago(60 * DAY),
    lastSeenAt: ago(isFirst ? 5000 : 3 * HOUR),
    syncedAt: ago(isFirst ? 60_000 : 3 * HOUR),
    certificateExpiresAt: ago(-30 * DAY),
    policyRevision: 7,
    objects: isFirst ? 412 : 388,
    workloads: LINES.length,
    nodes: isFirst ? 3 : 1,
    violations: isFirst ? countSeverities(violations) : {},
    problems: isFirst ? 1 : 2,
    spool: { items: isFirst ? 0 : 128, bytes: isFirst ? 0 : 264_000, dropped: 0 },
  };
}

function buildPolicies({ policies, results }: Sources, violations: readonly Violation[]): Policy[] {
  const [production] = CLUSTERS;
  const builtIn = policies.map((policy, index) => {
    const own = results.filter(({ policy: id }) => id === policy.id);
    const states = {
      fail: own.filter(({ state }) => state === 'fail').length,
      review: own.filter(({ state }) => state === 'review').length,
      accepted: violations.filter(({ policy: id, state }) => id === policy.id && state === 'accepted').length,
      pass: (index * 7) % 40,
      'not-evaluated': own.filter(({ state }) => state === 'not-evaluated').length,
    };
    return {
      id: policy.id,
      title: policy.title,
      severity: policy.severity,
      categories: [...policy.categories],
      stages: [...policy.stages],
      target: policy.target,
      enabled: policy.recommended !== false,
      builtIn: true,
      states,
      settings: index === 0 ? 1 : 0,
      rationale: policy.rationale,
      remediation: policy.remediation,
      message: policy.message,
      matchConditions: [...(policy.matchConditions ?? [])],
      variables: [...(policy.variables ?? [])],
      expression: policy.expression,
      params: policy.params ?? {},
      standards: policy.standards ?? {},
      enforcement: index === 0 ? ({ deploy: 'warn' } as const) : {},
      examples: { comply: [example('1000')], violate: [example('0')] },
      ownSettings: index === 0 ? [{ scope: { namespaces: ['kube-system'] }, enabled: false }] : [],
      clusters: [{ cluster: production.id, clusterName: production.name, states }],
    };
  });
  const [first] = builtIn;
  if (first === undefined) return [];
  const own = { ...first, id: 'own-registry', title: 'Image from another registry', builtIn: false, settings: 0, ownSettings: [] };
  return [...builtIn, { ...own, revision: 3, updatedBy: 'mika', updatedAt: ago(DAY) }];
}

function example(user: string): unknown {
  return {
    name: `user ${user}`,
    objects: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { securityContext: { runAsUser: Number(user) } } }],
  };
}
