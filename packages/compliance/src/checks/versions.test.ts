import { readFileSync } from 'node:fs';
import { compareVersions } from '@breakwater/version';
import { describe, expect, it } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { ClusterView } from '../cluster-view.ts';
import { buildKubeadmNode } from '../testing/kubeadm-node.ts';
import { CVES } from '../versions/cve-table.ts';
import { matchCves } from '../versions/match-cves.ts';
import { checks } from './versions.ts';

const NOW = '2026-09-01T00:00:00Z';

const node = (kubeletVersion: string, change: Readonly<Record<string, string>> = {}, metadata: object = {}) => ({
  kind: 'Node',
  metadata: { name: 'n1', ...metadata },
  status: { nodeInfo: { kubeletVersion, ...change } },
});
const pod = (component: string, image: string, name = `${component}-n1`) => ({
  kind: 'Pod',
  metadata: { name, namespace: 'kube-system', labels: { component } },
  spec: { nodeName: 'n1', containers: [{ name: component, image }] },
});

const say = (id: string, objects: readonly Record<string, unknown>[], now: string | undefined = NOW) =>
  (checks.find(check => check.id === id)?.decide(new ClusterView({ objects, facts: [], now })) ?? []).map(
    ({ state, message }) => `${state} ${message.en}`,
  );

const DATA = '(data of 2026-08-22)';

describe('version-unsupported', () => {
  it.each<[readonly Record<string, unknown>[], readonly string[]]>([
    [[node('v1.35.8')], [`pass kubelet v1.35.8 is maintained until 2027-02-28 ${DATA}`]],
    [[node('v1.33.13')], [`fail kubelet v1.33.13 is not maintained any more since 2026-06-28 ${DATA}`]],
    [[node('v1.33.5-eks-113cf36')], [`review kubelet v1.33.5-eks-113cf36 is maintained until 2027-07-29 against payment only ${DATA}`]],
    [[node('v1.34.1-gke.1000')], [`pass kubelet v1.34.1-gke.1000 is maintained until 2026-10-01 ${DATA}`]],
    [
      [node('v1.32.9', {}, { labels: { 'kubernetes.azure.com/cluster': 'a' } })],
      [`review kubelet v1.32.9 is maintained until 2027-03-31 against payment only ${DATA}`],
    ],
    [[node('v1.19.0')], [`fail kubelet v1.19.0 is older than every release that is still maintained ${DATA}`]],
    [[node('v1.38.0')], [`review kubelet v1.38.0 is newer than the table of releases ${DATA}`]],
    [
      [node('v1.36.4', { containerRuntimeVersion: 'containerd://1.6.20', osImage: 'Ubuntu 20.04.6 LTS' })],
      [
        `pass kubelet v1.36.4 is maintained until 2027-06-28 ${DATA}`,
        `fail containerd 1.6.20 is not maintained any more since 2025-08-23 ${DATA}`,
        'fail Ubuntu 20.04.6 LTS is not maintained any more since 2025-05-31',
      ],
    ],
    [
      [{ kind: 'ConfigMap', metadata: { name: 'x' } }],
      ['not-evaluated no version shows: neither nodes nor pods of the system are among the objects, nor packages among the facts of nodes'],
    ],
  ])('%#', (objects, wanted) => {
    expect(say('version-unsupported', objects)).toStrictEqual(wanted);
  });

  it('takes the packages of nodes of which there is no object; distributions mend without a new number', () => {
    const process = (name: string) => ({ name, exe: '', argv: [name], env: {} });
    const packed = (name: string, version: string) => ({ name, version, type: 'deb' });
    const facts = buildKubeadmNode({
      facts: {
        processes: [process('kubelet'), process('containerd')],
        packages: [
          packed('kubelet', '1.36.3-1.1'),
          packed('containerd', '1.7.27-0ubuntu1~22.04.1'),
          packed('cri-o', '1.0.0-1'),
          packed('bash', '5.2'),
        ],
      },
    });
    const look = (id: string, objects: readonly Record<string, unknown>[]) =>
      (checks.find(check => check.id === id)?.decide(new ClusterView({ objects, facts: [facts], now: NOW })) ?? []).map(
        ({ state, evidence }) => `${state} ${evidence[0]?.source} ${evidence[0]?.path} ${evidence[0]?.value}`,
      );
    expect(look('version-unpatched', [])).toStrictEqual([
      'fail packages kubelet 1.36.3-1.1',
      'review packages containerd 1.7.27-0ubuntu1~22.04.1',
    ]);
    expect(look('version-unpatched', [node('v1.36.3', {}, { name: facts.node })])).toStrictEqual(['fail api kubelet v1.36.3']);
  });

  it('says nothing without a day', () => {
    const view = new ClusterView({ objects: [node('v1.35.8')], facts: [] });
    expect(checks[0]?.decide(view).map(({ state }) => state)).toStrictEqual(['not-evaluated']);
  });
});

describe('version-unpatched', () => {
  it.each<[readonly Record<string, unknown>[], readonly string[]]>([
    [
      [pod('kube-apiserver', 'registry.k8s.io/kube-apiserver:v1.34.1')],
      [`fail kube-apiserver v1.34.1: 1.34.11 is the newest release of its line ${DATA}`],
    ],
    [[pod('etcd', 'registry.k8s.io/etcd:3.6.14-0')], [`pass etcd 3.6.14-0 is the newest release of its line ${DATA}`]],
    [
      [pod('kube-scheduler', 'rancher/hardened-kubernetes:v1.34.1-rke2r1-build20250910')],
      [
        `review kube-scheduler v1.34.1-rke2r1-build20250910: 1.34.11 is the newest release of its line ${DATA}; the vendor may have mended it without a new number, see its bulletin`,
      ],
    ],
  ])('%#', (objects, wanted) => {
    expect(say('version-unpatched', objects)).toStrictEqual(wanted);
  });
});

describe('version-vulnerable', () => {
  it.each<[readonly Record<string, unknown>[], readonly string[]]>([
    [
      [pod('kube-apiserver', 'registry.k8s.io/kube-apiserver:v1.32.0')],
      [`fail kube-apiserver v1.32.0: CVE-2025-5187 (1.32.8), CVE-2025-4563 (1.32.6), CVE-2024-7598 (no fix) ${DATA}`],
    ],
    [
      [pod('kube-apiserver', 'registry.k8s.io/kube-apiserver:v1.36.4')],
      [`review kube-apiserver v1.36.4: CVE-2024-7598 (no fix); no release mends it: see what the advisory asks for ${DATA}`],
    ],
    [
      [node('v1.31.0-eks-a737599')],
      [
        `review kubelet v1.31.0-eks-a737599: CVE-2025-1767 (no fix), CVE-2025-0426 (1.31.6), CVE-2024-9042 (1.31.5); the vendor may have mended it without a new number, see its bulletin ${DATA}`,
      ],
    ],
    [[pod('etcd', 'registry.k8s.io/etcd:3.6.11-0')], [`fail etcd 3.6.11-0: CVE-2026-73499 (3.6.14), CVE-2026-73500 (3.6.14) ${DATA}`]],
  ])('%#', (objects, wanted) => {
    expect(say('version-vulnerable', objects)).toStrictEqual(wanted);
  });

  it('asks of runtimes alone where only they are meant', () => {
    expect(say('runtime-vulnerable', [node('v1.31.0', { containerRuntimeVersion: 'containerd://2.3.2' })])).toStrictEqual([
      `pass containerd 2.3.2 has no known CVE ${DATA}`,
    ]);
  });
});

describe('version-skew', () => {
  const server = (version: string, name?: string) => pod('kube-apiserver', `registry.k8s.io/kube-apiserver:${version}`, name);
  it.each<[readonly Record<string, unknown>[], readonly string[]]>([
    [[server('v1.34.1'), node('v1.31.0')], ['pass all components are near enough to the API server']],
    [[server('v1.34.1'), node('v1.30.9')], ['fail kubelet v1.30.9 is 4 minor versions behind the API server (v1.34.1), and 3 are allowed']],
    [[server('v1.27.1'), node('v1.24.9')], ['fail kubelet v1.24.9 is 3 minor versions behind the API server (v1.27.1), and 2 are allowed']],
    [[server('v1.34.1'), node('v1.35.0')], ['fail kubelet v1.35.0 is newer than the API server (v1.34.1)']],
    [[server('v1.34.1'), server('v1.36.1', 'b')], ['fail kube-apiserver v1.36.1 is more than one minor version ahead of v1.34.1']],
    [
      [server('v1.34.1'), pod('kube-scheduler', 'registry.k8s.io/kube-scheduler:v1.32.1')],
      ['fail kube-scheduler v1.32.1 is more than one minor version behind the API server (v1.34.1)'],
    ],
    [[node('v1.34.1')], ['not-evaluated the version of the API server is not known']],
  ])('%#', (objects, wanted) => {
    expect(say('version-skew', objects)).toStrictEqual(wanted);
  });
});

interface Truth {
  readonly core: readonly {
    readonly id: string;
    readonly component: string;
    readonly affected: readonly { readonly introduced: string; readonly fixed: string | null }[];
  }[];
}

/** Storage drivers, a proxy and an ingress controller are no parts of Kubernetes. */
const NOT_CORE = ['CVE-2024-7646', 'CVE-2024-3744', 'CVE-2023-3893', 'CVE-2023-2878'];
/** A bound that the data has wrong: that release is affected itself. */
const DOUBTFUL = ['CVE-2022-3172 1.21.14', 'CVE-2020-10749 1.17.7'];
const NAMES: Readonly<Record<string, string>> = {
  apiserver: 'kube-apiserver',
  'controller-manager': 'kube-controller-manager',
  kubernetes: 'kube-apiserver',
};

describeWithShared('kubernetes-cves', ['oracles', 'compliance', 'kubernetes-cves.json'], path => {
  const { core } = JSON.parse(readFileSync(path, 'utf8')) as Truth;
  const own = core.filter(({ id }) => !NOT_CORE.includes(id));
  const bounds = own
    .flatMap(({ affected }) => affected.flatMap(({ introduced, fixed }) => [introduced, fixed ?? '0']))
    .filter(version => version !== '0');
  const versions = [...new Set([...bounds, '1.0.0', '1.36.4'])];
  const isBefore = (a: string, b: string): boolean => compareVersions('semver', a, b) === '<';

  it('has every core CVE', () => {
    const ids = new Set(CVES.map(([id]) => id));
    expect([own.length, own.filter(({ id }) => !ids.has(id))]).toStrictEqual([58, []]);
  });

  it.each(own)('$id affects the versions that it should, and no other', ({ id, component, affected }) => {
    const rows = CVES.filter(([known]) => known === id);
    const wrong = component
      .replace(/ \(.*\)/, '')
      .split('+')
      .flatMap(part => versions.map(version => ({ part, version })))
      .filter(({ version }) => !DOUBTFUL.includes(`${id} ${version}`))
      .filter(({ part, version }) => {
        const wanted = affected.some(
          ({ introduced, fixed }) => (introduced === '0' || !isBefore(version, introduced)) && (fixed === null || isBefore(version, fixed)),
        );
        return matchCves(NAMES[part] ?? part, version, rows).length > 0 !== wanted;
      });
    expect([rows.length, wrong]).toStrictEqual([1, []]);
  });
});
