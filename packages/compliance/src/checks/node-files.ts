import type { Severity } from '@breakwater/model';
import type { Check, Texts } from '../check/check.ts';
import {
  type FileRule,
  type FileSubject,
  ownedByEtcd,
  ownedByRoot,
  pickAll,
  pickBelow,
  pickFirst,
  toFileCheck,
  within,
} from '../check/file-check.ts';
import type { ClusterView, NodeView } from '../cluster-view.ts';
import { type Component, readSetting } from '../evidence/component.ts';
import type { ComponentName } from '../evidence/component-name.ts';
import { readKubeletSetting } from '../evidence/kubelet-settings.ts';
import { AZURE_CONFIG, type Layout } from '../evidence/layout.ts';

/** The component of this name on a node. */
function findOn(view: ClusterView, name: ComponentName, node: NodeView): Component | undefined {
  return view.listComponents(name).find(component => component.node === node.name);
}

/** What the component's own flag names comes before where it usually lies. */
function prefer(component: Component | undefined, flag: string, usual: readonly string[]): readonly string[] {
  const named = component === undefined ? undefined : readSetting(component, flag)?.value;
  return named === undefined || named === '' ? usual : [named];
}

/** A file that lies where the layout says, or where a flag of its component says otherwise. */
function fileOf(name: Texts, of: ComponentName, key: keyof Layout, flag?: string): FileSubject {
  return {
    name,
    of,
    isControlPlane: of !== 'kubelet' && of !== 'kube-proxy',
    list: (node, layout, view) => {
      const usual = [layout[key]].flat();
      return pickFirst(node.files, flag === undefined ? usual : prefer(findOn(view, of, node), flag, usual), name);
    },
  };
}

const API_SERVER_MANIFEST = fileOf({ en: 'API server manifest', ja: 'API サーバーのマニフェスト' }, 'kube-apiserver', 'apiServerManifest');
const MANAGER_MANIFEST = fileOf(
  { en: 'Controller manager manifest', ja: 'コントローラーマネージャーのマニフェスト' },
  'kube-controller-manager',
  'controllerManagerManifest',
);
const SCHEDULER_MANIFEST = fileOf({ en: 'Scheduler manifest', ja: 'スケジューラーのマニフェスト' }, 'kube-scheduler', 'schedulerManifest');
const ETCD_MANIFEST = fileOf({ en: 'etcd manifest', ja: 'etcd のマニフェスト' }, 'etcd', 'etcdManifest');
const ETCD_DATA = fileOf({ en: 'etcd data directory', ja: 'etcd のデータディレクトリ' }, 'etcd', 'etcdData', 'data-dir');
const MANAGER_CONFIG = fileOf(
  { en: 'Controller manager kubeconfig', ja: 'コントローラーマネージャーの kubeconfig' },
  'kube-controller-manager',
  'controllerManagerConfig',
  'kubeconfig',
);
const SCHEDULER_CONFIG = fileOf(
  { en: 'Scheduler kubeconfig', ja: 'スケジューラーの kubeconfig' },
  'kube-scheduler',
  'schedulerConfig',
  'kubeconfig',
);
const SERVICE_NAME = { en: 'kubelet service file', ja: 'kubelet のサービスファイル' };
const KUBELET_SERVICE: FileSubject = {
  name: SERVICE_NAME,
  of: 'kubelet',
  isControlPlane: false,
  list: ({ files }, { kubeletService }) => pickAll(files, kubeletService, SERVICE_NAME),
};
const KUBELET_KUBECONFIG = fileOf({ en: 'kubelet kubeconfig', ja: 'kubelet の kubeconfig' }, 'kubelet', 'kubeletKubeconfig', 'kubeconfig');
const KUBELET_CONFIG_NAME = { en: 'kubelet configuration', ja: 'kubelet の設定ファイル' };
const KUBELET_CONFIG: FileSubject = {
  name: KUBELET_CONFIG_NAME,
  of: 'kubelet',
  isControlPlane: false,
  list: (node, { kubeletConfig }, view) => {
    const kubelet = findOn(view, 'kubelet', node);
    const folder = kubelet?.flags.get('config-dir');
    const named = kubelet?.flags.get('config');
    if (folder === undefined) return pickFirst(node.files, prefer(kubelet, 'config', kubeletConfig), KUBELET_CONFIG_NAME);
    // A folder has to be entered; what counts is what lies in it.
    const dropIns = pickBelow(node.files, [folder], KUBELET_CONFIG_NAME, ({ type }) => type === 'file');
    if (named === undefined || 'unseen' in dropIns) return dropIns;
    const file = pickFirst(node.files, [named], KUBELET_CONFIG_NAME);
    return 'files' in file && 'files' in dropIns ? { files: [...file.files, ...dropIns.files] } : file;
  },
};
const PROXY_CONFIG = fileOf(
  { en: 'kube-proxy kubeconfig', ja: 'kube-proxy の kubeconfig' },
  'kube-proxy',
  'kubeProxyKubeconfig',
  'kubeconfig',
);

const ADMIN_NAME = { en: 'Administrator kubeconfigs', ja: '管理者の kubeconfig' };
const ADMIN_CONFIGS: FileSubject = {
  name: ADMIN_NAME,
  of: 'kube-apiserver',
  isControlPlane: true,
  list: ({ files }, { adminConfigs }) => pickAll(files, adminConfigs, ADMIN_NAME),
};

const CA_NAME = { en: 'kubelet client CA', ja: 'kubelet のクライアント CA' };
const KUBELET_CA: FileSubject = {
  name: CA_NAME,
  of: 'kubelet',
  isControlPlane: false,
  list: (node, { kubeletClientCa }, view) => {
    const kubelet = findOn(view, 'kubelet', node);
    const key = { flag: 'client-ca-file', path: ['authentication', 'x509', 'clientCAFile'], byFile: undefined, byFlags: undefined };
    const found = kubelet === undefined ? undefined : readKubeletSetting(kubelet, node.configz, key);
    const named = found !== undefined && 'setting' in found ? found.setting?.value : undefined;
    return pickFirst(node.files, named === undefined ? kubeletClientCa : [named], CA_NAME);
  },
};

const CNI_NAME = { en: 'CNI files', ja: 'CNI のファイル' };
const CNI: FileSubject = {
  name: CNI_NAME,
  isControlPlane: false,
  list: ({ files }, { cni }) => pickBelow(files, cni, CNI_NAME, ({ type }) => type === 'file'),
};

function pki(name: Texts, fits: (path: string) => boolean): FileSubject {
  return {
    name,
    of: 'kube-apiserver',
    isControlPlane: true,
    list: ({ files }, layout) => pickBelow(files, layout.pki, name, ({ path }) => fits(path)),
  };
}

const PKI_ALL = pki({ en: 'PKI files', ja: 'PKI のファイル' }, () => true);
const PKI_CERTIFICATES = pki({ en: 'PKI certificates', ja: 'PKI の証明書' }, path => path.endsWith('.crt'));
const PKI_KEYS = pki({ en: 'PKI keys', ja: 'PKI の秘密鍵' }, path => path.endsWith('.key'));

const ETCD_FILES_NAME = { en: 'etcd files', ja: 'etcd のファイル' };
const ETCD_FILES: FileSubject = {
  name: ETCD_FILES_NAME,
  of: 'etcd',
  isControlPlane: true,
  list: (node, { etcdData }, view) =>
    pickBelow(node.files, prefer(findOn(view, 'etcd', node), 'data-dir', etcdData), ETCD_FILES_NAME, ({ type }) => type === 'file'),
};

const AZURE_NAME = { en: 'azure.json', ja: 'azure.json' };
const AZURE: FileSubject = {
  name: AZURE_NAME,
  isControlPlane: false,
  list: ({ files }) => pickFirst(files, [AZURE_CONFIG], AZURE_NAME),
};

type Row = readonly [id: string, severity: Severity, files: FileSubject, rule: FileRule];

const ROWS: readonly Row[] = [
  ['api-server-manifest-mode', 'medium', API_SERVER_MANIFEST, within(0o600)],
  ['api-server-manifest-owner', 'medium', API_SERVER_MANIFEST, ownedByRoot],
  ['controller-manager-manifest-mode', 'medium', MANAGER_MANIFEST, within(0o600)],
  ['controller-manager-manifest-owner', 'medium', MANAGER_MANIFEST, ownedByRoot],
  ['scheduler-manifest-mode', 'medium', SCHEDULER_MANIFEST, within(0o600)],
  ['scheduler-manifest-owner', 'medium', SCHEDULER_MANIFEST, ownedByRoot],
  ['etcd-manifest-mode', 'medium', ETCD_MANIFEST, within(0o600)],
  ['etcd-manifest-owner', 'medium', ETCD_MANIFEST, ownedByRoot],
  ['cni-file-mode', 'medium', CNI, within(0o600)],
  ['cni-file-owner', 'medium', CNI, ownedByRoot],
  ['etcd-data-mode', 'high', ETCD_DATA, within(0o700)],
  ['etcd-data-owner', 'low', ETCD_DATA, ownedByEtcd],
  ['admin-config-mode', 'high', ADMIN_CONFIGS, within(0o600)],
  ['admin-config-owner', 'high', ADMIN_CONFIGS, ownedByRoot],
  ['scheduler-config-mode', 'medium', SCHEDULER_CONFIG, within(0o600)],
  ['scheduler-config-owner', 'medium', SCHEDULER_CONFIG, ownedByRoot],
  ['controller-manager-config-mode', 'medium', MANAGER_CONFIG, within(0o600)],
  ['controller-manager-config-owner', 'medium', MANAGER_CONFIG, ownedByRoot],
  ['pki-owner', 'high', PKI_ALL, ownedByRoot],
  ['pki-certificate-mode', 'low', PKI_CERTIFICATES, within(0o644)],
  ['pki-key-mode', 'high', PKI_KEYS, within(0o600)],
  ['kubelet-service-mode', 'medium', KUBELET_SERVICE, within(0o600)],
  ['kubelet-service-owner', 'medium', KUBELET_SERVICE, ownedByRoot],
  ['kube-proxy-config-mode', 'medium', PROXY_CONFIG, within(0o600)],
  ['kube-proxy-config-owner', 'medium', PROXY_CONFIG, ownedByRoot],
  ['kubelet-kubeconfig-mode', 'medium', KUBELET_KUBECONFIG, within(0o600)],
  ['kubelet-kubeconfig-owner', 'medium', KUBELET_KUBECONFIG, ownedByRoot],
  ['kubelet-client-ca-mode', 'medium', KUBELET_CA, within(0o644)],
  ['kubelet-client-ca-owner', 'medium', KUBELET_CA, ownedByRoot],
  ['kubelet-config-mode', 'medium', KUBELET_CONFIG, within(0o600)],
  ['kubelet-config-owner', 'medium', KUBELET_CONFIG, ownedByRoot],
  // DISA and the benchmarks of providers allow others to read where CIS does not.
  ['api-server-manifest-mode-644', 'low', API_SERVER_MANIFEST, within(0o644)],
  ['controller-manager-manifest-mode-644', 'low', MANAGER_MANIFEST, within(0o644)],
  ['scheduler-manifest-mode-644', 'low', SCHEDULER_MANIFEST, within(0o644)],
  ['etcd-manifest-mode-644', 'low', ETCD_MANIFEST, within(0o644)],
  ['etcd-file-mode-644', 'medium', ETCD_FILES, within(0o644)],
  ['admin-config-mode-644', 'high', ADMIN_CONFIGS, within(0o644)],
  ['kubelet-service-mode-644', 'low', KUBELET_SERVICE, within(0o644)],
  ['kubelet-kubeconfig-mode-644', 'medium', KUBELET_KUBECONFIG, within(0o644)],
  ['kubelet-config-mode-644', 'low', KUBELET_CONFIG, within(0o644)],
  ['kube-proxy-config-mode-644', 'low', PROXY_CONFIG, within(0o644)],
  ['azure-config-mode', 'high', AZURE, within(0o644)],
  ['azure-config-owner', 'high', AZURE, ownedByRoot],
];

/** Where several checks ask for modes of the same files, the title says which. */
function toTitle({ name }: FileSubject, rule: FileRule, id: string): Texts {
  if (rule === ownedByRoot) return { en: `${name.en}: owner not root`, ja: `${name.ja}: 所有者が root でない` };
  if (rule === ownedByEtcd) return { en: `${name.en}: owner not etcd`, ja: `${name.ja}: 所有者が etcd でない` };
  const wider = id.endsWith('-644') ? ' (644)' : '';
  return { en: `${name.en}: file mode too wide${wider}`, ja: `${name.ja}: ファイルモードが広すぎる${wider}` };
}

export const checks: readonly Check[] = ROWS.map(([id, severity, files, rule]) =>
  toFileCheck(id, severity, toTitle(files, rule, id), files, rule),
);
