import type { ClusterView } from '../cluster-view.ts';
import type { Component } from './component.ts';
import { readNamedFile } from './structured.ts';
import { isMap, readAt, toMaps, toTexts } from './yaml.ts';

/** What the API server holds namespaces without labels to. */
export type PodSecurityDefaults =
  | { readonly level: string; readonly exempt: readonly string[]; readonly source: string; readonly path: string }
  | { readonly unseen: string };

const FLAG = 'admission-control-config-file';

/** https://kubernetes.io/docs/tasks/configure-pod-container/enforce-standards-admission-controller/; of several API servers, one that says nothing makes it unknown. */
export function readPodSecurityDefaults(view: ClusterView): PodSecurityDefaults {
  const read = view.listComponents('kube-apiserver').map(readDefaults);
  const [first] = read;
  if (first === undefined) return { unseen: 'the API server, which may have defaults for them, was not seen' };
  return read.find(one => 'unseen' in one) ?? read.find(one => 'level' in one && one.level === 'privileged') ?? first;
}

function readDefaults(server: Component): PodSecurityDefaults {
  const file = readNamedFile(server, FLAG);
  if (file.state === 'unseen') return { unseen: file.reason };
  if (file.state === 'unnamed') {
    if (server.partial !== undefined) return { unseen: server.partial };
    return { level: 'privileged', exempt: [], source: server.origin, path: `--${FLAG}` };
  }
  const plugin = toMaps(readAt(file.value, ['plugins'])).find(({ name }) => name === 'PodSecurity');
  const base = { source: file.path, path: '.plugins[].configuration.defaults.enforce' };
  if (plugin === undefined) return { ...base, level: 'privileged', exempt: [] };
  const configuration = plugin['configuration'];
  if (!isMap(configuration)) return { unseen: `${file.path} names another file for PodSecurity, which is not read` };
  const level = readAt(configuration, ['defaults', 'enforce']);
  const exempt = toTexts(readAt(configuration, ['exemptions', 'namespaces']));
  return { ...base, level: typeof level === 'string' ? level : 'privileged', exempt };
}
