import type { NodeFacts } from '@breakwater/model';
import { splitCommandLine } from '../evidence/arguments.ts';
import { findLayout } from '../evidence/layout.ts';
import { ABSENT, type NodeFile } from '../evidence/node-files.ts';
import { isMap, readAt, toMaps, toTexts, type Yaml } from '../evidence/yaml.ts';

const GROUP = 'hostdata.kubescape.cloud/';
/** Ids of a user that is not root, where the name says so and the number does not. */
const NOBODY = 65_534;

/** Whether an object is what the host scanner of Kubescape writes of a node. */
export function isHostData(object: Yaml): boolean {
  return String(object['apiVersion'] ?? '').startsWith(GROUP);
}

/** Node facts of what a host scanner wrote, a node at a time: its objects each hold a part of one. */
export function readHostData(objects: readonly Yaml[]): readonly NodeFacts[] {
  const nodes = new Map<string, Draft>();
  for (const object of objects.filter(isHostData)) {
    const kind = String(object['kind']);
    const { name, draft } = findDraft(nodes, String(readAt(object, ['metadata', 'name']) ?? 'node'), kind);
    nodes.set(name, draft);
    draft.kinds.add(kind);
    READERS[kind]?.(readAt(object, ['data']), draft);
  }
  return [...nodes].map(([node, draft]) => ({
    schema: 'node-facts/1',
    node,
    distribution: 'unknown',
    collectedAt: '',
    certificates: [],
    listening: [],
    files: draft.files,
    processes: draft.processes,
    sysctls: draft.sysctls,
  }));
}

/** What there is of a node already; a second object of the same kind is of another node, however it is called. */
function findDraft(nodes: ReadonlyMap<string, Draft>, name: string, kind: string): { readonly name: string; readonly draft: Draft } {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name} (${number})`;
    const draft = nodes.get(candidate);
    if (draft === undefined) return { name: candidate, draft: { kinds: new Set(), files: [], processes: [], sysctls: {} } };
    if (!draft.kinds.has(kind)) return { name: candidate, draft };
  }
}

interface Draft {
  readonly kinds: Set<string>;
  readonly files: NodeFile[];
  readonly processes: NodeFacts['processes'];
  readonly sysctls: Record<string, string>;
}

/** What runs on a node that has a network plug-in. */
const PLUGINS: Readonly<Record<string, string>> = {
  calico: 'calico-node',
  cilium: 'cilium-agent',
  flannel: 'flanneld',
  weavenet: 'weaver',
  aws: 'aws-k8s-agent',
};

const NOTHING: NodeFile = { path: '', type: ABSENT, mode: '000', uid: 0, gid: 0, owner: '', group: '' };

const READERS: Readonly<Record<string, (data: unknown, draft: Draft) => void>> = {
  KubeletInfo: (data, draft) => {
    const flags = addProcess(data, 'kubelet', draft);
    addFile(readAt(data, ['configFile']), draft, flags.get('config') ?? '/var/lib/kubelet/config.yaml', true);
    addFile(readAt(data, ['kubeConfigFile']), draft, flags.get('kubeconfig') ?? '/etc/kubernetes/kubelet.conf', true);
    // Where it lies stands in the configuration, which may not be there.
    for (const isMoved of [true, false]) addFile(readAt(data, ['clientCAFile']), draft, '/etc/kubernetes/pki/ca.crt', isMoved);
    const { kubeletService } = findLayout('unknown');
    for (const [index, file] of toMaps(readAt(data, ['serviceFiles'])).entries()) addFile(file, draft, kubeletService[index], true);
    for (const path of kubeletService.slice(toMaps(readAt(data, ['serviceFiles'])).length)) draft.files.push({ ...NOTHING, path });
  },
  KubeProxyInfo: (data, draft) => {
    const flags = addProcess(data, 'kube-proxy', draft);
    addFile(readAt(data, ['kubeConfigFile']), draft, flags.get('kubeconfig') ?? '/var/lib/kube-proxy/kubeconfig.conf', true);
  },
  ControlPlaneInfo: (data, draft) => {
    addComponent(readAt(data, ['APIServerInfo']), 'kube-apiserver', draft);
    addComponent(readAt(data, ['controllerManagerInfo']), 'kube-controller-manager', draft);
    addComponent(readAt(data, ['schedulerInfo']), 'kube-scheduler', draft);
    if (readAt(data, ['etcdConfigFile']) !== undefined || readAt(data, ['etcdDataDir']) !== undefined) {
      draft.processes.push({ name: 'etcd', exe: 'etcd', argv: ['etcd', '--data-dir=/var/lib/etcd'], env: {} });
    }
    addFile(readAt(data, ['etcdConfigFile']), draft, '/etc/kubernetes/manifests/etcd.yaml', true);
    addFile(readAt(data, ['etcdDataDir']), draft, '/var/lib/etcd', true);
    addFile(readAt(data, ['adminConfigFile']), draft, '/etc/kubernetes/admin.conf', true);
    for (const file of [readAt(data, ['PKIDIr']), ...toMaps(readAt(data, ['PKIFiles']))])
      addFile(file, draft, undefined, false, '/etc/kubernetes/pki');
  },
  CNIInfo: (data, draft) => {
    for (const file of toMaps(readAt(data, ['CNIConfigFiles']))) addFile(file, draft, undefined);
    for (const name of toTexts(readAt(data, ['CNINames']))) {
      const program = PLUGINS[name.toLowerCase()];
      if (program !== undefined) draft.processes.push({ name: program, exe: program, argv: [program], env: {} });
    }
  },
  LinuxKernelVariables: (data, draft) => {
    for (const { key, value } of toMaps(data)) if (typeof key === 'string') draft.sysctls[`kernel.${key}`] = String(value).trim();
  },
};

/** Reads a component of the control plane: its command line, the file that it is started from, and those that it reads. */
function addComponent(data: unknown, name: string, draft: Draft): void {
  if (!isMap(data)) return;
  const flags = addProcess(data, name, draft);
  addFile(readAt(data, ['specsFile']), draft, `/etc/kubernetes/manifests/${name}.yaml`, true);
  addFile(readAt(data, ['configFile']), draft, flags.get('kubeconfig') ?? `/etc/kubernetes/${name.replace('kube-', '')}.conf`, true);
  addFile(readAt(data, ['encryptionProviderConfigFile']), draft, flags.get('encryption-provider-config'), true);
  addFile(readAt(data, ['auditPolicyFile']), draft, flags.get('audit-policy-file'), true);
}

function addProcess(data: unknown, name: string, draft: Draft): ReadonlyMap<string, string> {
  const line = readAt(data, ['cmdLine']);
  const argv = typeof line === 'string' ? splitCommandLine(line) : [];
  draft.processes.push({ name, exe: name, argv: [name, ...argv.slice((argv[0] ?? '').startsWith('-') ? 0 : 1)], env: {} });
  return new Map(argv.map((word): [string, string] => [word.slice(2, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
}

/**
 * Modes are decimal numbers of the octal mode; the names of owners decide, the numbers beside them say the same in every case; contents may be Base64.
 *
 * @param usual where the file belongs, if the scanner wrote no path, or one of its own
 */
function addFile(value: unknown, draft: Draft, usual: string | undefined, isMoved = false, below = ''): void {
  if (!isMap(value)) return;
  const written = typeof value['path'] === 'string' ? value['path'] : undefined;
  const moved = isMoved ? usual : (written ?? usual);
  if (moved === undefined) return;
  const path = below === '' || moved.startsWith(below) ? moved : `${below}/${moved.slice(moved.lastIndexOf('/') + 1)}`;
  const owner = String(readAt(value, ['ownership', 'username']) ?? '');
  const group = String(readAt(value, ['ownership', 'groupname']) ?? '');
  const mode = value['permissions'];
  draft.files.push({
    path,
    type: path.endsWith('/etcd') || path.endsWith('/pki') ? 'directory' : 'file',
    mode: typeof mode === 'number' ? mode.toString(8).padStart(3, '0') : '000',
    uid: toId(owner, readAt(value, ['ownership', 'uid'])),
    gid: toId(group, readAt(value, ['ownership', 'gid'])),
    owner,
    group,
    ...toContent(value['content']),
  });
}

function toId(name: string, id: unknown): number {
  if (name === 'root') return 0;
  if (name === '') return typeof id === 'number' ? id : NOBODY;
  return typeof id === 'number' && id !== 0 ? id : NOBODY;
}

function toContent(content: unknown): { readonly content?: string } {
  if (typeof content !== 'string' || content === '') return {};
  return { content: decode(content) };
}

const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function decode(text: string): string {
  if (!BASE64.test(text) || text.includes(':')) return text;
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of text.replaceAll(/[\s=]/g, '')) {
    value = (value << 6) | ALPHABET.indexOf(character);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 0xff);
    value &= (1 << bits) - 1;
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}
