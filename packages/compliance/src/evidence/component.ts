import type { NodeFacts } from '@breakwater/model';
import { baseName, parseArguments } from './arguments.ts';
import { COMPONENT_NAMES, type ComponentName } from './component-name.ts';
import { listEmbedded, splitProgram } from './embedded.ts';
import type { NodeFiles } from './node-files.ts';
import { isMap, readAt, toMaps, toTexts, type Yaml } from './yaml.ts';

/** A value that a component runs with, and where it was seen. */
export interface Setting {
  readonly value: string;
  readonly source: string;
  /** Flag, variable, or path of keys in a file. */
  readonly path: string;
}

export interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly node?: string;
}

/** A component of the cluster that runs somewhere, with what it was started with. */
export interface Component {
  readonly name: ComponentName;
  readonly subject: Subject;
  /** Name of its node; empty when nothing says it. */
  readonly node: string;
  /** Where the flags were seen. */
  readonly origin: 'process' | 'static-pod';
  readonly flags: ReadonlyMap<string, string>;
  readonly environment: ReadonlyMap<string, string>;
  /** Files of its node, where they were collected. */
  readonly files: NodeFiles | undefined;
  /** Why a flag that is not among them may be set all the same; absent when they are all. */
  readonly partial?: string;
  /** What it was given to start with, where nobody saw the component itself. */
  readonly given?: { readonly source: string; readonly value: Yaml };
}

const RUNNING: Component['origin'] = 'process';

/** The components among the processes of a node. */
export function listProcessComponents(facts: NodeFacts, files: NodeFiles): readonly Component[] {
  const subject: Subject = { kind: 'Node', name: facts.node };
  return facts.processes.flatMap(({ argv, exe, env }) => {
    const base = { subject, node: facts.node, origin: RUNNING, environment: new Map(Object.entries(env)), files };
    const embedded = listEmbedded(splitProgram(argv), exe, files);
    if (embedded !== undefined) return embedded.map(component => ({ ...base, ...component }));
    const found = identify(argv, exe);
    return found === undefined ? [] : [{ ...base, name: found.name, flags: parseArguments(argv.slice(found.skip)) }];
  });
}

/** The components among the static pods of a cluster, as the API shows them. */
export function listPodComponents(pods: readonly Yaml[], filesOf: (node: string) => NodeFiles | undefined): readonly Component[] {
  return pods.flatMap(pod => {
    const spec = readAt(pod, ['spec']);
    const metadata = readAt(pod, ['metadata']);
    const name = text(metadata, 'name');
    const node = text(spec, 'nodeName') || findOwnerNode(metadata);
    return toMaps(readAt(spec, ['containers'])).flatMap((container): readonly Component[] => {
      const words = [...toTexts(container['command']), ...toTexts(container['args'])];
      const component = identifyPod(words, name);
      if (component === undefined) return [];
      const subject = { kind: 'Pod', name, namespace: text(metadata, 'namespace'), ...(node === '' ? {} : { node }) };
      const environment = new Map(toMaps(container['env']).map((entry): [string, string] => [text(entry, 'name'), text(entry, 'value')]));
      return [{ name: component, subject, node, origin: 'static-pod', flags: parseArguments(words), environment, files: filesOf(node) }];
    });
  });
}

interface Identified {
  readonly name: ComponentName;
  /** Words before the flags. */
  readonly skip: number;
}

function identify(argv: readonly string[], exe: string): Identified | undefined {
  const [first = '', second = ''] = argv;
  const program = baseName(first) || baseName(exe);
  const own = COMPONENT_NAMES.find(name => name === program);
  if (own !== undefined) return { name: own, skip: 1 };
  if (program !== 'hyperkube') return undefined;
  const inner = COMPONENT_NAMES.find(name => name === second || name === `kube-${second}`);
  return inner === undefined ? undefined : { name: inner, skip: 2 };
}

function identifyPod(words: readonly string[], podName: string): ComponentName | undefined {
  const program = baseName(words.find(word => !word.startsWith('-')) ?? '');
  const own = COMPONENT_NAMES.find(name => name === program);
  if (own !== undefined || !(words[0] ?? '-').startsWith('-')) return own;
  // Some images start the component by themselves, and the pod has nothing but flags.
  return COMPONENT_NAMES.find(name => podName === name || podName.startsWith(`${name}-`));
}

function findOwnerNode(metadata: unknown): string {
  const owner = toMaps(readAt(metadata, ['ownerReferences'])).find(({ kind }) => kind === 'Node');
  return text(owner, 'name');
}

function text(value: unknown, key: string): string {
  const found = isMap(value) ? value[key] : undefined;
  return typeof found === 'string' ? found : '';
}

/** The value of a flag, from wherever the component takes it; undefined when it is set nowhere that was seen. */
export function readSetting(component: Component, flag: string): Setting | undefined {
  const written = component.flags.get(flag);
  if (written !== undefined) return { value: written, source: component.origin, path: `--${flag}` };
  return component.name === 'etcd' ? readEtcdSetting(component, flag) : undefined;
}

/** Why a setting that was not found may be set all the same. */
export function findBlindness(component: Component, flag: string): string | undefined {
  if (component.partial !== undefined) return component.partial;
  if (component.name !== 'etcd') return undefined;
  const path = component.flags.get('config-file') ?? component.environment.get('ETCD_CONFIG_FILE');
  if (path === undefined || readEtcdFile(component, path) !== undefined) return undefined;
  return `${path}, which etcd reads for ${flag}, was not collected`;
}

/** https://etcd.io/docs/latest/op-guide/configuration/: flags, else variables; a configuration file takes the place of both. */
function readEtcdSetting(component: Component, flag: string): Setting | undefined {
  const variable = `ETCD_${flag.replaceAll('-', '_').toUpperCase()}`;
  const value = component.environment.get(variable);
  if (value !== undefined) return { value, source: 'environment', path: variable };
  const path = component.flags.get('config-file') ?? component.environment.get('ETCD_CONFIG_FILE');
  const file = path === undefined ? undefined : readEtcdFile(component, path);
  if (file === undefined || path === undefined) return undefined;
  const keys = flag.startsWith('peer-') ? ['peer-transport-security', flag.slice('peer-'.length)] : ['client-transport-security', flag];
  const found = readAt(file, keys) ?? readAt(file, [flag]);
  return found === undefined ? undefined : { value: String(found), source: path, path: `.${keys.join('.')}` };
}

function readEtcdFile({ files }: Component, path: string): Yaml | undefined {
  return files?.readYaml(path);
}
