import type { NodeFacts, ProbeAnswer, ProbeRecord } from '@breakwater/model';
import type { CloudFacts } from './evidence/cloud.ts';
import { type Component, listPodComponents, listProcessComponents } from './evidence/component.ts';
import type { ComponentName } from './evidence/component-name.ts';
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
  /** What addresses of the cluster said. */
  readonly probes?: ProbeRecord | undefined;
  /** What its provider says of it. */
  readonly cloud?: CloudFacts | undefined;
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
  readonly cloud: CloudFacts | undefined;
  /** When its addresses were asked; undefined where nobody did. */
  readonly probedAt: string | undefined;
  /** As the API server itself says; undefined where it was not asked. */
  readonly serverVersion: string | undefined;
  readonly #answers: readonly ProbeAnswer[];
  readonly #components: ReadonlyMap<ComponentName, readonly Component[]>;
  readonly #nodes: ReadonlyMap<string, NodeView>;
  readonly #byKind: ReadonlyMap<unknown, readonly Yaml[]>;

  constructor({ objects, facts, now, probes, cloud }: ComplianceInput) {
    this.objects = objects;
    this.#byKind = Map.groupBy(objects, object => object['kind']);
    this.now = now;
    this.cloud = cloud;
    this.probedAt = probes?.takenAt;
    this.serverVersion = probes?.serverVersion;
    this.#answers = probes?.answers ?? [];
    this.nodes = listNodes(objects, facts, probes?.configz ?? {});
    const known = this.nodes.find(({ distribution }) => distribution !== 'unknown')?.distribution;
    this.distribution = known ?? cloud?.provider ?? 'unknown';
    this.#nodes = new Map(this.nodes.map(node => [node.name, node]));
    this.#components = Map.groupBy(this.#listComponents(), component => component.name);
  }

  get isManaged(): boolean {
    return isManaged(this.distribution);
  }

  /** Instances of a component, by process where the node was looked at, and by static pod where it was not. */
  listComponents(name: ComponentName): readonly Component[] {
    return this.#components.get(name) ?? [];
  }

  /** How the node of a component was set up; as the cluster was, where nothing is known of the node. */
  findDistribution({ node }: Component): Distribution {
    return this.findNode(node)?.distribution ?? this.distribution;
  }

  findNode(name: string): NodeView | undefined {
    return this.#nodes.get(name);
  }

  /** What was answered to a probe. */
  listAnswers(probe: ProbeAnswer['probe']): readonly ProbeAnswer[] {
    return this.#answers.filter(answer => answer.probe === probe);
  }

  /** Objects of a kind, in the order in which they came. */
  listObjects(kind: string): readonly Yaml[] {
    return this.#byKind.get(kind) ?? [];
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

interface Seen {
  readonly object?: Yaml;
  readonly facts?: NodeFacts;
  readonly configz?: Yaml;
}

function listNodes(objects: readonly Yaml[], facts: readonly NodeFacts[], configz: ProbeRecord['configz']): readonly NodeView[] {
  const byName = new Map<string, Seen>();
  for (const object of objects) {
    const name = readAt(object, ['metadata', 'name']);
    if (object['kind'] === 'Node' && typeof name === 'string') byName.set(name, { object });
  }
  for (const one of facts) byName.set(one.node, { ...byName.get(one.node), facts: one });
  for (const [name, one] of Object.entries(configz)) byName.set(name, { ...byName.get(name), configz: one });
  return [...byName].map(([name, node]) => toNode(name, node));
}

function toNode(name: string, { object, facts, configz: asked }: Seen): NodeView {
  const known = facts === undefined ? 'unknown' : readDistribution(facts.distribution);
  const configz = facts?.configz ?? asked;
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
