import type { ClusterView } from '../cluster-view.ts';
import type { Component } from '../evidence/component.ts';
import type { ComponentName } from '../evidence/component-name.ts';
import { splitProgram } from '../evidence/embedded.ts';
import { MICROK8S_DATA } from '../evidence/layout.ts';
import { type CheckFinding, CLUSTER } from './check.ts';

const MICROK8S_ETCD = `${MICROK8S_DATA}/args/etcd`;
const CONTROL_PLANE: readonly ComponentName[] = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'];

/** What is said of each instance of a component; where none was seen, why. */
export function decideEach(
  view: ClusterView,
  component: ComponentName,
  decide: (instance: Component) => CheckFinding,
  instances = view.listComponents(component),
): readonly CheckFinding[] {
  return instances.length === 0 ? [reportUnseen(view, component)] : instances.map(decide);
}

/** What is said where no instance of a component was seen: whether there can be none, or nobody looked. */
function reportUnseen(view: ClusterView, component: ComponentName): CheckFinding {
  const base = { subject: CLUSTER, evidence: [] };
  if (CONTROL_PLANE.includes(component) && view.isManaged) {
    const message = {
      en: `the provider runs ${component}; its settings are the provider's to answer for`,
      ja: `${component} はプロバイダーが運用しており、その設定の責任はプロバイダーにあります`,
    };
    return { ...base, state: 'not-applicable', message };
  }
  if (component === 'etcd' && view.distribution === 'k3s' && isWithoutEtcd(view)) {
    const message = {
      en: 'this K3s keeps its data in another database than etcd',
      ja: 'この K3s は etcd 以外のデータベースを使用しています',
    };
    return { ...base, state: 'not-applicable', message };
  }
  if (
    component === 'etcd' &&
    view.distribution === 'microk8s' &&
    view.nodes.some(({ files }) => files?.find(MICROK8S_ETCD).state === 'absent')
  ) {
    const message = { en: 'this MicroK8s keeps its data in dqlite', ja: 'この MicroK8s は dqlite にデータを保存しています' };
    return { ...base, state: 'not-applicable', message };
  }
  if (component === 'kube-proxy' && view.nodes.length > 0 && view.nodes.every(({ facts }) => facts !== undefined)) {
    const message = { en: 'no node runs kube-proxy', ja: 'kube-proxy を実行しているノードがありません' };
    return { ...base, state: 'not-applicable', message };
  }
  const message = {
    en: `${component} was not seen: there are neither node facts of a node that runs it nor its static pod; run breakwater node collect on the nodes`,
    ja: `${component} を確認できませんでした: 実行しているノードのノード情報も静的 Pod もありません。各ノードで breakwater node collect を実行してください`,
  };
  return { ...base, state: 'not-evaluated', message };
}

/** Whether every server was looked at, and none of them keeps data of etcd. */
function isWithoutEtcd(view: ClusterView): boolean {
  const servers = view.nodes.filter(({ facts }) => facts?.processes.some(({ argv }) => splitProgram(argv).includes('server')) === true);
  return servers.length > 0 && servers.every(({ files }) => files?.find('/var/lib/rancher/k3s/server/db/etcd').state === 'absent');
}
