import { createBaseline, nameSubject } from '@breakwater/behavior';
import type { BehaviorBaseline, Severity, WorkloadSummary } from '@breakwater/model';
import { type Item, toObjectKey, toViolationKey } from '@breakwater/protocol';

type Put<T extends Item['type']> = Extract<Item, { readonly action: 'put'; readonly type: T }>;

interface Place {
  readonly cluster?: string;
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly namespace?: string;
  readonly name: string;
}

function toReference({
  cluster = 'c1',
  kind = 'Deployment',
  apiVersion = kind === 'Deployment' ? 'apps/v1' : 'v1',
  namespace = 'shop',
  name,
}: Place) {
  return { cluster, apiVersion, kind, namespace, name, uid: `uid-${kind}-${namespace}-${name}` };
}

export function buildObject(place: Place, raw: Record<string, unknown> = {}, hash = 'h1'): Put<'object'> {
  const { cluster: _cluster, ...reference } = toReference(place);
  return {
    action: 'put',
    type: 'object',
    key: toObjectKey(reference),
    hash,
    body: { ...reference, raw: { kind: reference.kind, ...raw } },
  };
}

export function buildWorkload(place: Place, change: Partial<WorkloadSummary> = {}, hash = 'h1'): Put<'workload'> {
  const { cluster: _cluster, ...reference } = toReference(place);
  const body: WorkloadSummary = {
    ...reference,
    labels: { app: reference.name },
    owner: 'team-a',
    createdAt: '2026-01-01T00:00:00Z',
    replicas: 2,
    podCount: 2,
    pods: [],
    containers: [{ name: 'main', type: 'regular', image: `registry.example/${reference.name}:1`, digests: [], settings: [], ports: [] }],
    settings: [],
    exposure: 'none',
    exposedBy: [],
    services: [],
    networkPolicies: { ingress: false, egress: false, names: [] },
    serviceAccount: { name: 'default', tokenMounted: true, permissions: [] },
    secrets: [],
    configMaps: [],
    volumes: [],
    risk: { score: 12.5, reasons: [{ factor: 'privileges', points: 12.5, detail: 'runs as root' }] },
    ...change,
  };
  return { action: 'put', type: 'workload', key: toObjectKey(reference), hash, body };
}

export function buildViolation(
  place: Place,
  { policy = 'privileged-container', severity = 'high' as Severity, message = 'it runs privileged', container = 'main' } = {},
  { hash = 'h1', state = 'fail' as Put<'violation'>['body']['state'], exception = undefined as string | undefined } = {},
): Put<'violation'> {
  const target = toReference(place);
  const accepted = exception === undefined ? {} : { exception: { id: exception, target: policy, scope: {}, reason: 'accepted' } };
  const result = {
    policy,
    state,
    severity,
    message,
    target,
    container,
    standards: {},
    remediation: 'mend it',
    evidence: [{ source: 'manifest', path: 'spec', value: true }],
    ...accepted,
  };
  return { action: 'put', type: 'violation', key: toViolationKey(result), hash, body: { state, results: [result], more: 0 } };
}

export function buildPolicyState(policy: string, states: Put<'policy-state'>['body']['states'], hash = 'h1'): Put<'policy-state'> {
  return { action: 'put', type: 'policy-state', key: policy, hash, body: { policy, states } };
}

export function remove(item: Item): Item {
  return { action: 'delete', type: item.type, key: item.key };
}

/** The baseline of a container `app` of Deployment/web. */
export function buildBaseline(change: Partial<BehaviorBaseline> = {}, hash = 'h1'): Put<'baseline'> {
  const time = '2026-12-01T10:00:00Z';
  const subject = { cluster: 'c1', namespace: 'shop', workload: 'Deployment/web', version: 'v1', container: 'app' };
  const body = { ...createBaseline(subject, time), events: 3, pods: ['uid-1'], ...change };
  return { action: 'put', type: 'baseline', key: nameSubject(body.subject), hash, body };
}
