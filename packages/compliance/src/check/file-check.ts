import type { Severity } from '@breakwater/model';
import type { ClusterView, NodeView } from '../cluster-view.ts';
import type { ComponentName } from '../evidence/component-name.ts';
import { isManaged } from '../evidence/distribution.ts';
import { findLayout, type Layout } from '../evidence/layout.ts';
import type { NodeFile, NodeFiles } from '../evidence/node-files.ts';
import { type Check, type CheckFinding, CLUSTER, type Texts } from './check.ts';

/** Which files of a node a check is about. */
export interface FileSubject {
  readonly name: Texts;
  /** The component whose nodes have them; every node has them where there is none. */
  readonly of?: ComponentName;
  /** Whether they lie on nodes of the control plane only. */
  readonly isControlPlane: boolean;
  readonly list: (node: NodeView, layout: Layout, view: ClusterView) => FileList;
}

export type FileList =
  | { readonly files: readonly NodeFile[] }
  /** Nobody looked, or could. */
  | { readonly unseen: string }
  /** There is nothing of the kind, and that is in order. */
  | { readonly none: Texts };

/** What is wanted of each file. */
export interface FileRule {
  readonly wanted: Texts;
  readonly holds: (file: NodeFile) => boolean;
  readonly describe: (file: NodeFile) => string;
  /** Command that makes it so. */
  readonly command: (path: string) => string;
}

/** Bits beyond the mask are too many, whatever they are: a comparison of numbers would let 0577 pass for 0600. */
export function within(mask: number): FileRule {
  const octal = mask.toString(8);
  return {
    wanted: { en: `mode within ${octal}`, ja: `モードが ${octal} 以内` },
    holds: ({ mode }) => (Number.parseInt(mode, 8) & 0o7777 & ~mask) === 0,
    describe: ({ mode }) => mode,
    command: path => `chmod ${octal} ${path}`,
  };
}

/** The ids are the fact; names belong to whoever resolved them. */
export const ownedByRoot: FileRule = {
  wanted: { en: 'owner root:root', ja: '所有者が root:root' },
  holds: ({ uid, gid }) => uid === 0 && gid === 0,
  describe: ({ owner, group, uid, gid }) => `${owner === '' ? uid : owner}:${group === '' ? gid : group}`,
  command: path => `chown root:root ${path}`,
};

export const ownedByEtcd: FileRule = {
  wanted: { en: 'owner etcd:etcd', ja: '所有者が etcd:etcd' },
  holds: ({ owner, group }) => owner === 'etcd' && group === 'etcd',
  describe: ownedByRoot.describe,
  command: path => `chown etcd:etcd ${path}`,
};

export function toFileCheck(id: string, severity: Severity, title: Texts, files: FileSubject, rule: FileRule): Check {
  return {
    id,
    title,
    severity,
    decide: view => {
      const nodes = view.nodes.filter(node => concerns(node, files, view));
      return nodes.length === 0 ? [reportNoNode(files, view)] : nodes.map(node => decideNode(node, files, rule, view));
    },
  };
}

/** Nodes that have the component, or that nobody looked at and may have it. */
function concerns({ name, facts, object }: NodeView, { of, isControlPlane }: FileSubject, view: ClusterView): boolean {
  if (of !== undefined && view.listComponents(of).some(({ node }) => node === name)) return true;
  if (!isControlPlane) return of === undefined || facts === undefined || !runsAnything(facts.processes);
  if (facts !== undefined && runsAnything(facts.processes)) return false;
  return facts === undefined ? isControlPlaneNode(object) : true;
}

/** Facts without a single process come from a collector that did not look at processes. */
function runsAnything(processes: readonly unknown[]): boolean {
  return processes.length > 0;
}

function isControlPlaneNode(object: NodeView['object']): boolean {
  const labels = (object?.['metadata'] as { readonly labels?: Readonly<Record<string, unknown>> } | undefined)?.labels ?? {};
  return 'node-role.kubernetes.io/control-plane' in labels || 'node-role.kubernetes.io/master' in labels;
}

function reportNoNode({ name, isControlPlane }: FileSubject, view: ClusterView): CheckFinding {
  const base = { subject: CLUSTER, evidence: [] };
  if (isControlPlane && view.isManaged) {
    const message = {
      en: `${name.en}: the provider runs the control plane`,
      ja: `${name.ja}: コントロールプレーンはプロバイダーが運用しています`,
    };
    return { ...base, state: 'not-applicable', message };
  }
  const message = {
    en: `${name.en}: no node was looked at; run breakwater node collect on the nodes`,
    ja: `${name.ja}: ノード情報がありません。各ノードで breakwater node collect を実行してください`,
  };
  return { ...base, state: 'not-evaluated', message };
}

function decideNode(node: NodeView, { name, list, isControlPlane }: FileSubject, rule: FileRule, view: ClusterView): CheckFinding {
  const subject = { kind: 'Node', name: node.name };
  const say = (state: CheckFinding['state'], message: Texts): CheckFinding => ({ subject, state, message, evidence: [] });
  if (isControlPlane && isManaged(node.distribution)) {
    return say('not-applicable', {
      en: `${name.en}: the provider runs the control plane`,
      ja: `${name.ja}: コントロールプレーンはプロバイダーが運用しています`,
    });
  }
  const found = list(node, findLayout(node.distribution), view);
  if ('none' in found) return say('not-applicable', found.none);
  if ('unseen' in found) return say('not-evaluated', { en: `${name.en}: ${found.unseen}`, ja: `${name.ja}: ${found.unseen}` });
  const wrong = found.files.filter(file => !rule.holds(file));
  const shown = found.files.length <= MANY_FILES ? found.files : [...new Set([...wrong, ...found.files])].slice(0, MANY_FILES);
  const evidence = shown.map(file => ({ source: 'node-file', path: file.path, value: rule.describe(file) }));
  if (wrong.length === 0) {
    const places = found.files.length === 1 ? (found.files[0]?.path ?? '') : `${found.files.length} files`;
    return { ...say('pass', { en: `${places}: ${rule.wanted.en}`, ja: `${places}: ${rule.wanted.ja}` }), evidence };
  }
  const listed = wrong.slice(0, MANY).map(file => `${file.path} ${rule.describe(file)}`);
  const more = wrong.length > MANY ? ` … (${wrong.length})` : '';
  const message = {
    en: `${listed.join(', ')}${more} (wanted: ${rule.wanted.en})`,
    ja: `${listed.join('、')}${more} (期待: ${rule.wanted.ja})`,
  };
  const commands = wrong
    .slice(0, MANY)
    .map(({ path }) => rule.command(path))
    .join(' && ');
  const remediation = { en: `on ${node.name}: ${commands}`, ja: `${node.name} で実行: ${commands}` };
  return { ...say('fail', message), evidence, remediation };
}

/** Files that evidence names: those that are wrong come first. */
const MANY_FILES = 50;
/** Files that a message names. */
const MANY = 10;

/** The files at these places; where several stand for one, the first that is there. */
export function pickFirst(files: NodeFiles | undefined, paths: readonly string[], name: Texts): FileList {
  if (paths.length === 0)
    return { none: { en: `${name.en}: this distribution has none`, ja: `${name.ja}: このディストリビューションにはありません` } };
  if (files === undefined) return { unseen: 'nobody collected facts on this node' };
  const found = files.findFirst(paths);
  if (found.state === 'found') return { files: [found.file] };
  if (found.state === 'unseen') return { unseen: found.reason };
  return { none: { en: `${name.en}: ${paths.join(', ')} is not there`, ja: `${name.ja}: ${paths.join('、')} は存在しません` } };
}

/** Every file at these places that is there. */
export function pickAll(files: NodeFiles | undefined, paths: readonly string[], name: Texts): FileList {
  if (files === undefined || paths.length === 0) return pickFirst(files, paths, name);
  const found = paths.map(path => files.find(path));
  const there = found.flatMap(one => (one.state === 'found' ? [one.file] : []));
  const unseen = found.find(one => one.state === 'unseen');
  if (unseen?.state === 'unseen' && there.length === 0) return { unseen: unseen.reason };
  return there.length > 0 ? { files: there } : pickFirst(files, paths, name);
}

/** Every file below folders. */
export function pickBelow(
  files: NodeFiles | undefined,
  folders: readonly string[],
  name: Texts,
  fits: (file: NodeFile) => boolean,
): FileList {
  if (files === undefined || folders.length === 0) return pickFirst(files, folders, name);
  const lists = folders.map(folder => files.listBelow(folder));
  const there = lists.flatMap(list => list ?? []).filter(fits);
  if (there.length > 0) return { files: there };
  const missing = folders.find((_, index) => lists[index] === undefined);
  if (missing !== undefined) return { unseen: `${missing} was not collected` };
  return {
    none: {
      en: `${name.en}: nothing of the kind lies in ${folders.join(', ')}`,
      ja: `${name.ja}: ${folders.join('、')} に該当するファイルがありません`,
    },
  };
}
