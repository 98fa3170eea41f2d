import { type Inventory, type InventoryObject, nameObject, readPath, toRecords, toText, toTexts } from '@breakwater/inventory';

/** What of the cluster weakens edges or makes them possible. */
export interface Surroundings {
  /** Pod Security level that a namespace enforces; empty for one that enforces nothing. Namespaces that are not in the set are absent. */
  readonly podSecurity: ReadonlyMap<string, string>;
  /** What else may refuse pods: webhooks, admission policies, policy engines. */
  readonly guards: readonly string[];
  /** Whether the set shows nodes at all, and whether one of them runs the control plane. */
  readonly nodes: { readonly known: boolean; readonly controlPlane: boolean };
  /** Cloud whose metadata service gives credentials of the node: `aws`, `gce`, `azure`; empty when none is known. */
  readonly provider: string;
  /** Path on the node behind a claim, by `namespace/name`, and the volume that says so. */
  readonly hostClaims: ReadonlyMap<string, { readonly path: string; readonly volume: string }>;
  readonly hasAwsAuth: boolean;
  /** Whether the old pod identity of Azure is installed. */
  readonly usesPodIdentity: boolean;
}

const ENFORCE = 'pod-security.kubernetes.io/enforce';

export function readSurroundings(inventory: Inventory): Surroundings {
  const nodes = inventory.listKind('Node');
  return {
    podSecurity: new Map(inventory.listKind('Namespace').map(({ name, labels }) => [name, labels[ENFORCE] ?? ''])),
    guards: listGuards(inventory),
    nodes: { known: nodes.length > 0, controlPlane: nodes.some(isControlPlane) },
    provider: nodes.map(readProvider).find(name => name !== '') ?? '',
    hostClaims: new Map(inventory.listKind('PersistentVolume').flatMap(readHostClaim)),
    hasAwsAuth: inventory.find('ConfigMap', 'kube-system', 'aws-auth') !== undefined,
    usesPodIdentity: inventory.objects.some(({ group }) => group === 'aadpodidentity.k8s.io'),
  };
}

function isControlPlane({ labels }: InventoryObject): boolean {
  return 'node-role.kubernetes.io/control-plane' in labels || 'node-role.kubernetes.io/master' in labels;
}

/** `aws:///eu-west-1a/i-0123`: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/#NodeSpec */
function readProvider({ spec }: InventoryObject): string {
  const [provider = ''] = toText(spec['providerID']).split(':');
  return ['aws', 'gce', 'azure'].find(known => known === provider) ?? '';
}

function readHostClaim({ name, spec }: InventoryObject): readonly [string, { path: string; volume: string }][] {
  const path = toText(readPath(spec, 'hostPath', 'path')) || toText(readPath(spec, 'local', 'path'));
  const [namespace, claim] = [toText(readPath(spec, 'claimRef', 'namespace')), toText(readPath(spec, 'claimRef', 'name'))];
  return path === '' || claim === '' ? [] : [[`${namespace}/${claim}`, { path, volume: name }]];
}

/** Policies of engines whose rules are not evaluated here. */
const ENGINE_GROUPS = ['kyverno.io', 'constraints.gatekeeper.sh'];

function listGuards({ objects }: Inventory): readonly string[] {
  return objects.filter(object => isWebhookOfPods(object) || isDenyingBinding(object) || isOfEngine(object)).map(nameObject);
}

function isWebhookOfPods({ kindName, raw }: InventoryObject): boolean {
  if (kindName !== 'ValidatingWebhookConfiguration') return false;
  const resources = toRecords(raw['webhooks']).flatMap(({ rules }) => toRecords(rules).flatMap(rule => toTexts(rule['resources'])));
  return resources.some(resource => ['*', '*/*', 'pods', 'pods/*'].includes(resource));
}

function isDenyingBinding({ kindName, spec }: InventoryObject): boolean {
  return kindName === 'ValidatingAdmissionPolicyBinding' && toTexts(spec['validationActions']).includes('Deny');
}

function isOfEngine({ group, kind }: InventoryObject): boolean {
  return ENGINE_GROUPS.includes(group) && kind !== 'PolicyException';
}
