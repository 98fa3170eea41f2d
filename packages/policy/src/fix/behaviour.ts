import { parsePath } from '@breakwater/manifest';
import type { Fix } from '@breakwater/model';
import type { Language } from '../compiled-policy.ts';
import { readFixPath } from './resolve-fix.ts';

/** What may work differently after a field was changed, by the name of the field, or by action and name where only one of them matters. */
const EFFECTS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  add: { en: 'the program loses capabilities that it may use', ja: 'プログラムが使う capability を失うことがあります' },
  allowPrivilegeEscalation: {
    en: 'setuid programs such as sudo and ping no longer gain rights',
    ja: 'sudo や ping などの setuid プログラムは権限を得られなくなります',
  },
  appArmorProfile: {
    en: 'accesses that the profile of the container runtime forbids are refused',
    ja: 'コンテナーランタイムのプロファイルが禁じるアクセスは拒否されます',
  },
  automountServiceAccountToken: {
    en: 'a program that calls the Kubernetes API no longer finds its token',
    ja: 'Kubernetes API を呼ぶプログラムはトークンを見つけられなくなります',
  },
  cpu: { en: 'the container may use more CPU than before', ja: 'コンテナーは以前より多くの CPU を使うことがあります' },
  drop: {
    en: 'a program that binds ports below 1024, changes owners or switches users may need a capability added back',
    ja: '1024 未満のポート、所有者の変更、ユーザーの切り替えには capability の追加が必要になることがあります',
  },
  externalIPs: {
    en: 'clients that reach the service by these addresses no longer do',
    ja: 'これらのアドレスでは Service に届かなくなります',
  },
  fsGroupChangePolicy: {
    en: 'owners inside a volume are only changed when those of its root differ',
    ja: 'ボリューム内の所有者は、ルートの所有者が異なる場合にだけ変更されます',
  },
  hostIPC: { en: 'shared memory of the node is out of reach', ja: 'ノードの共有メモリーに届かなくなります' },
  hostNetwork: {
    en: 'the pod gets an address of its own: clients that use the address of the node no longer reach it',
    ja: 'Pod は独自のアドレスを得ます。ノードのアドレスでは届かなくなります',
  },
  hostPID: { en: 'processes of the node are out of sight', ja: 'ノードのプロセスが見えなくなります' },
  host: { en: 'the probe asks the pod itself instead of another address', ja: 'プローブは別のアドレスではなく Pod 自身に問い合わせます' },
  hostPort: { en: 'clients that use the port of the node no longer reach the pod', ja: 'ノードのポートでは Pod に届かなくなります' },
  hostUsers: {
    en: 'files of volumes may belong to other users inside the container',
    ja: 'ボリュームのファイルの所有者がコンテナー内で変わることがあります',
  },
  imagePullPolicy: {
    en: 'the registry must be reachable whenever a container starts',
    ja: 'コンテナーの起動のたびにレジストリーに届く必要があります',
  },
  maxUnavailable: { en: 'a drain may stop one pod at a time', ja: 'ドレインは一度に 1 つの Pod を止められるようになります' },
  'pod-security.kubernetes.io/enforce': {
    en: 'pods that break the baseline level are refused',
    ja: 'baseline に反する Pod は拒否されます',
  },
  'remove privileged': {
    en: 'devices and kernel settings of the node are out of reach',
    ja: 'ノードのデバイスとカーネル設定に届かなくなります',
  },
  procMount: { en: 'parts of /proc are masked', ja: '/proc の一部が隠されます' },
  readOnlyRootFilesystem: {
    en: 'a program that writes outside its volumes fails; mount an emptyDir where it writes',
    ja: 'ボリュームの外に書くプログラムは失敗します。書き込み先に emptyDir をマウントしてください',
  },
  replicas: { en: 'the autoscaler alone sets the number of pods', ja: 'Pod の数はオートスケーラーだけが決めます' },
  runAsNonRoot: { en: 'an image that runs as root does not start', ja: 'root で動くイメージは起動しません' },
  seccompProfile: { en: 'rare system calls are refused', ja: 'まれなシステムコールは拒否されます' },
  shareProcessNamespace: {
    en: 'containers of the pod no longer see the processes of each other',
    ja: 'Pod のコンテナーは互いのプロセスを見られなくなります',
  },
  stdin: { en: 'nobody can attach to its input', ja: '標準入力に接続できなくなります' },
  tty: { en: 'nobody can attach to its terminal', ja: '端末に接続できなくなります' },
};

/** What may work differently once a fix is applied, one clause each; empty when nothing can. */
export function explainBehaviour(fix: readonly Fix[], language: Language): readonly string[] {
  const effects = fix.flatMap(edit => {
    // The item of a list is spoken of by the name of the list.
    const names = parsePath(readFixPath(edit)).slice(-2).reverse();
    const keys = names.flatMap(name => [`${Object.keys(edit)[0]} ${name}`, String(name)]);
    const key = keys.find(candidate => Object.hasOwn(EFFECTS, candidate));
    return key === undefined ? [] : (EFFECTS[key]?.[language] ?? []);
  });
  return [...new Set(effects)];
}
