import type { Raw } from '@breakwater/inventory';
import { BUNDLE_SCHEMA, type ImageFacts, type PolicySet } from '@breakwater/protocol';
import { openBundle } from '../bundle/open-bundle.ts';
import { CONTEXT, packBundle, toBlock } from '../bundle/pack-bundle.ts';
import { type Knowledge, toKnowledge } from '../judge/knowledge.ts';
import type { AdmissionRequest } from '../review/admission-request.ts';

export const NOW = Date.parse('2026-12-01T12:00:00Z');

type Deploy = NonNullable<PolicySet['settings'][number]['enforcement']>['deploy'];

export interface BundleOptions {
  /** What is done at deploy, by policy. */
  readonly deploy?: Readonly<Record<string, Deploy>>;
  readonly set?: Partial<PolicySet>;
  readonly images?: readonly ImageFacts[];
  readonly namespaces?: readonly Raw[];
  /** What every namespace sees. */
  readonly context?: readonly Raw[];
  readonly complete?: boolean;
}

export function buildBundle({ deploy = {}, set, images = [], namespaces = [], context = [], complete = true }: BundleOptions): Buffer {
  const settings = Object.entries(deploy).map(([policy, action]) => ({
    policy,
    scope: {},
    enabled: true,
    ...(action === undefined ? {} : { enforcement: { deploy: action } }),
  }));
  const policySet: PolicySet = { revision: 7, preset: 'recommended', policies: [], settings, exceptions: [], ...set };
  return packBundle({
    head: {
      schema: BUNDLE_SCHEMA,
      cluster: 'c',
      revision: policySet.revision,
      kubeMinor: 36,
      policySet,
      customWorkloads: [],
      complete,
      madeAt: new Date(NOW).toISOString(),
    },
    namespaces,
    images: new Map(images.map(facts => [facts.reference, toBlock(JSON.stringify(facts))])),
    slices: new Map([[CONTEXT, toBlock(JSON.stringify(context))]]),
  }).bytes;
}

export function buildKnowledge(options: BundleOptions): Knowledge {
  return toKnowledge(openBundle(buildBundle(options)), () => NOW);
}

/** What is asked about a new object, unless something else is said. */
export function buildRequest(object: Raw | null, parts: Partial<AdmissionRequest> = {}): AdmissionRequest {
  const [group = '', version = ''] = String(object?.['apiVersion'] ?? 'v1').includes('/')
    ? String(object?.['apiVersion']).split('/')
    : ['', 'v1'];
  const kind = String(object?.['kind'] ?? 'Pod');
  return {
    uid: 'u1',
    operation: 'CREATE',
    kind: { group, version, kind },
    resource: { group, version, resource: `${kind.toLowerCase()}s` },
    subResource: '',
    name: 'web',
    namespace: 'shop',
    user: { name: 'ann', groups: ['system:authenticated'] },
    object,
    oldObject: null,
    dryRun: false,
    ...parts,
  };
}

export function buildPod(container: Raw = {}, metadata: Raw = {}): Raw {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop', creationTimestamp: '2026-12-01T11:00:00Z', ...metadata },
    spec: { containers: [{ name: 'app', image: 'registry.example/app:1', ...container }] },
  };
}
