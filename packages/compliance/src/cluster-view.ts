import type { NodeFacts } from '@breakwater/model';
import { type Component, type ComponentName, listPodComponents, listProcessComponents } from './evidence/component.ts';
import { type Distribution, findDistribution, isManaged, readDistribution } from './evidence/distribution.ts';
import { NodeFiles } from './evidence/node-files.ts';
import { isMap, readAt, readYaml, type Yaml } from './evidence/yaml.ts';

/** What was seen of a cluster, whatever it was. */
export interface ComplianceInput {
  /** Objects of the API, with the mirror pods of the control plane where it has any. */
  readonly objects: readonly Yaml[];
  readonly facts: readonly NodeFacts[];
  /** When it is judged, RFC 3339 UTC: support and patches are a matter of dates. Without it they are not evaluated. */
  readonly now?: string | undefined;
}

/** One node, by all that tells of it. */
export interface NodeView {
  readonly name: string;
  readonly distribution: Distribution;
  /** The Node object. */
  readonly object: Yaml | undefined;
  readonly facts: NodeFacts | undefined;
  /** Undefined where nobody collected any. */
  readonly files: NodeFiles | undefined;
  /** The kubelet's configuration as it runs. */
  readonly configz: Yaml | undefined;
}

/** A cluster, as checks look at it. */
export class ClusterView {
  readonly nodes: readonly NodeView[];
  readonly objects: readonly Yaml[];
  readonly distribution: Distribution;
  readonly now: string | undefined;
  readonly #components: readonly Component[];

  constructor({ objects, facts, now }: ComplianceInput) {
    this.objects = objects;
    this.now = now;
    this.nodes = listNodes(objects, facts);
    this.distribution = this.nodes.find(({ distribution }) => distribution !== 'unknown')?.distribution ?? 'unknown';
    this.#components = this.#listComponents();
  }

  get isManaged(): boolean {
    return isManaged(this.distribution);
  }

  /** Instances of a component, by process where the node was looked at, and by static pod where it was not. */
  listComponents(name: ComponentName): readonly Component[] {
    return this.#components.filter(component => component.name === name);
  }

  /** How the node of a component was set up; as the cluster was, where nothing is known of the node. */
  findDistribution({ node }: Component): Distribution {
    return this.findNode(node)?.distribution ?? this.distribution;
  }

  findNode(name: string): NodeView | undefined {
    return this.nodes.find(node => node.name === name);
  }

  /** Objects of a kind, in the order in which they came. */
  listObjects(kind: string): readonly Yaml[] {
    return this.objects.filter(object => object['kind'] === kind);
  }

  /** Text below a key of a ConfigMap, read as YAML. */
  readConfigMap(namespace: string, name: string, key: string): Yaml | undefined {
    const object = this.listObjects('ConfigMap').find(
      candidate => readAt(candidate, ['metadata', 'name']) === name && readAt(candidate, ['metadata', 'namespace']) === namespace,
    );
    const content = readAt(object, ['data', key]);
    return typeof content === 'string' ? readYaml(content, `ConfigMap ${namespace}/${name}`) : undefined;
  }

  #listComponents(): readonly Component[] {
    const processes = this.nodes.flatMap(({ facts, files }) =>
      facts === undefined || files === undefined ? [] : listProcessComponents(facts, files),
    );
    const seen = new Set(processes.map(({ name, node }) => `${name} ${node}`));
    const pods = listPodComponents(this.listObjects('Pod').filter(isStaticPod), node => this.findNode(node)?.files);
    // The process of a node is what runs there; the pod of the same component is what it was started from.
    return [...processes, ...pods.filter(({ name, node }) => node === '' || !seen.has(`${name} ${node}`))];
  }
}

/** Static pods are those of a file of a node; dumps that lost their annotations still have them in kube-system, as parts of the control plane. */
function isStaticPod(pod: Yaml): boolean {
  const annotations = readAt(pod, ['metadata', 'annotations']);
  if (isMap(annotations) && ('kubernetes.io/config.mirror' in annotations || 'kubernetes.io/config.source' in annotations)) return true;
  const labels = readAt(pod, ['metadata', 'labels']);
  return isMap(labels) && labels['tier'] === 'control-plane' && readAt(pod, ['metadata', 'namespace']) === 'kube-system';
}

function listNodes(objects: readonly Yaml[], facts: readonly NodeFacts[]): readonly NodeView[] {
  const byName = new Map<string, { object?: Yaml; facts?: NodeFacts }>();
  for (const object of objects) {
    const name = readAt(object, ['metadata', 'name']);
    if (object['kind'] === 'Node' && typeof name === 'string') byName.set(name, { object });
  }
  for (const one of facts) byName.set(one.node, { ...byName.get(one.node), facts: one });
  return [...byName].map(([name, node]) => toNode(name, node.object, node.facts));
}

function toNode(name: string, object: Yaml | undefined, facts: NodeFacts | undefined): NodeView {
  const known = facts === undefined ? 'unknown' : readDistribution(facts.distribution);
  const configz = facts?.configz;
  const inner = isMap(configz?.['kubeletconfig']) ? configz['kubeletconfig'] : configz;
  return {
    name,
    distribution: known === 'unknown' ? readObjectDistribution(object) : known,
    object,
    facts,
    files: facts === undefined ? undefined : new NodeFiles(facts.files),
    configz: inner,
  };
}

function readObjectDistribution(object: Yaml | undefined): Distribution {
  const toMap = (path: readonly string[]): Yaml => {
    const found = readAt(object, path);
    return isMap(found) ? found : {};
  };
  return findDistribution({
    version: String(readAt(object, ['status', 'nodeInfo', 'kubeletVersion']) ?? ''),
    providerId: String(readAt(object, ['spec', 'providerID']) ?? ''),
    labels: toMap(['metadata', 'labels']),
    annotations: toMap(['metadata', 'annotations']),
  });
}
