import { isBefore, type Running, toLine, toMinor } from './running.ts';

/** A component that is too far from what it talks to. */
export interface Skew {
  readonly running: Running;
  readonly en: string;
  readonly ja: string;
}

/** From this minor version on kubelets and kube-proxies may be three minor versions older than the API server. */
const WIDER_FROM = 25;

const MANAGERS = ['kube-controller-manager', 'kube-scheduler'];

/** https://kubernetes.io/releases/version-skew-policy/ */
export function listSkews(all: readonly Running[]): readonly Skew[] {
  const servers = all.filter(({ component }) => component === 'kube-apiserver');
  const oldest = servers.reduce<Running | undefined>(
    (least, one) => (least === undefined || isBefore(one.version, least.version) ? one : least),
    undefined,
  );
  if (oldest === undefined) return [];
  const apart = servers.filter(one => toMinor(one.version) - toMinor(oldest.version) > 1);
  return [
    ...apart.map(running =>
      tell(running, `is more than one minor version ahead of ${oldest.text}`, `${oldest.text} より 2 マイナー以上新しい`),
    ),
    ...all.flatMap(running => judge(running, oldest, all)),
  ];
}

function judge(running: Running, server: Running, all: readonly Running[]): readonly Skew[] {
  const { component, version } = running;
  if (component === 'kubelet' || component === 'kube-proxy') return [...judgeNode(running, server), ...judgeProxy(running, all)];
  if (!MANAGERS.includes(component)) return [];
  const behind = toMinor(server.version) - toMinor(version);
  if (behind < 0) return [tell(running, `is newer than the API server (${server.text})`, `API サーバー (${server.text}) より新しい`)];
  return behind > 1
    ? [
        tell(
          running,
          `is more than one minor version behind the API server (${server.text})`,
          `API サーバー (${server.text}) より 2 マイナー以上古い`,
        ),
      ]
    : [];
}

function judgeNode(running: Running, server: Running): readonly Skew[] {
  const behind = toMinor(server.version) - toMinor(running.version);
  const allowed = toMinor(running.version) < WIDER_FROM ? 2 : 3;
  if (behind < 0) return [tell(running, `is newer than the API server (${server.text})`, `API サーバー (${server.text}) より新しい`)];
  if (behind <= allowed) return [];
  return [
    tell(
      running,
      `is ${behind} minor versions behind the API server (${server.text}), and ${allowed} are allowed`,
      `API サーバー (${server.text}) より ${behind} マイナー古い (許容は ${allowed})`,
    ),
  ];
}

/** A kube-proxy stands beside the kubelet of its node. */
function judgeProxy(running: Running, all: readonly Running[]): readonly Skew[] {
  if (running.component !== 'kube-proxy' || running.node === '') return [];
  const kubelet = all.find(({ component, node }) => component === 'kubelet' && node === running.node);
  if (kubelet === undefined || Math.abs(toMinor(kubelet.version) - toMinor(running.version)) <= 3) return [];
  return [
    tell(
      running,
      `is more than three minor versions from its kubelet (${toLine(kubelet.version)})`,
      `kubelet (${toLine(kubelet.version)}) と 3 マイナーを超えて離れています`,
    ),
  ];
}

function tell(running: Running, en: string, ja: string): Skew {
  return { running, en: `${running.component} ${running.text} ${en}`, ja: `${running.component} ${running.text} は ${ja}` };
}
