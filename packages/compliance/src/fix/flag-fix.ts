import type { Texts } from '../check/check.ts';
import type { ComponentName } from '../evidence/component-name.ts';
import type { Distribution } from '../evidence/distribution.ts';

/** Files of static pods, as the kubelet of kubeadm reads them. */
const MANIFESTS = '/etc/kubernetes/manifests';

/**
 * The change of a component's flags on a distribution.
 *
 * @param flags as they are to be written, `profiling=false`; a flag that is to go is written with a minus before it
 */
export function describeFlagFix(distribution: Distribution, component: ComponentName, flags: readonly string[]): Texts {
  const kept = flags.filter(flag => !flag.startsWith('-'));
  const gone = flags.filter(flag => flag.startsWith('-')).map(flag => flag.slice(1));
  const place = findPlace(distribution, component);
  const set = kept.map(flag => place.write(flag)).join(', ');
  const removed = gone.map(flag => `--${flag}`).join(', ');
  const en = [...(set === '' ? [] : [`set ${set}`]), ...(removed === '' ? [] : [`remove ${removed}`])].join(' and ');
  const ja = [...(set === '' ? [] : [`${set} を設定`]), ...(removed === '' ? [] : [`${removed} を削除`])].join('し、');
  return { en: `in ${place.file} ${en}; ${place.after.en}`, ja: `${place.file} で ${ja}してください。${place.after.ja}` };
}

interface Place {
  readonly file: string;
  readonly write: (flag: string) => string;
  readonly after: Texts;
}

function findPlace(distribution: Distribution, component: ComponentName): Place {
  const dashed = (flag: string): string => `--${flag}`;
  if (distribution === 'rke2' || distribution === 'k3s') {
    const write = (flag: string): string => `${component}-arg: ["${flag}"]`;
    const service = `${distribution}${component === 'kubelet' || component === 'kube-proxy' ? '-agent or -server' : '-server'}`;
    return {
      file: `/etc/rancher/${distribution}/config.yaml`,
      write,
      after: { en: `then restart ${service}`, ja: `その後 ${service} を再起動してください。` },
    };
  }
  if (distribution === 'microk8s') {
    const after = { en: 'then run microk8s stop && microk8s start', ja: 'その後 microk8s stop && microk8s start を実行してください。' };
    return { file: `/var/snap/microk8s/current/args/${component}`, write: dashed, after };
  }
  if (distribution === 'talos') {
    const key =
      component === 'kube-apiserver' ? 'apiServer' : component.replace('kube-', '').replace('controller-manager', 'controllerManager');
    const after = { en: 'then apply the machine configuration with talosctl', ja: 'その後 talosctl でマシン設定を適用してください。' };
    return { file: 'the machine configuration', write: flag => `cluster.${key}.extraArgs ${flag.replace('=', ': ')}`, after };
  }
  if (component === 'kubelet' || component === 'kube-proxy') {
    const after = { en: `then restart ${component}`, ja: `その後 ${component} を再起動してください。` };
    return { file: `what starts ${component}`, write: dashed, after };
  }
  const after = { en: 'the kubelet restarts the pod by itself', ja: 'kubelet が Pod を自動的に再起動します。' };
  return { file: `${MANIFESTS}/${component}.yaml`, write: dashed, after };
}
