import { describePod, type RenderCase } from './render-case.ts';

const HOST = '  hostNetwork: true\n';
const BASE = { 'base/kustomization.yaml': 'resources: [pod.yaml]\n', 'base/pod.yaml': describePod('web', HOST) };
const PATCH = 'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  hostPID: true\n';

export const overlays: readonly RenderCase[] = [
  {
    name: 'alone',
    files: { 'kustomization.yaml': 'resources: [pod.yaml]\n', 'pod.yaml': describePod('web', HOST) },
    code: 1,
    findings: ['host-network pod.yaml:6'],
  },
  {
    name: 'base-and-overlay',
    files: { ...BASE, 'prod/kustomization.yaml': 'namePrefix: p-\nnameSuffix: -x\nresources: [../base]\n' },
    code: 1,
    findings: ['host-network base/pod.yaml:6'],
  },
  {
    name: 'two-overlays',
    files: {
      ...BASE,
      'prod/kustomization.yaml': 'namePrefix: p-\nresources: [../base]\n',
      'test/kustomization.yml': 'namePrefix: t-\nresources: [../base]\n',
    },
    code: 1,
    findings: ['host-network base/pod.yaml:6', 'host-network base/pod.yaml:6'],
  },
  {
    name: 'patch-that-repairs',
    files: {
      ...BASE,
      'prod/Kustomization': 'resources: [../base]\npatches: [{ path: safe.yaml }]\n',
      'prod/safe.yaml': PATCH.replace('hostPID: true', 'hostNetwork: false'),
    },
    code: 0,
    findings: [],
  },
  {
    name: 'patch-that-breaks',
    files: { ...BASE, 'prod/kustomization.yaml': 'resources: [../base]\npatches: [{ path: pid.yaml }]\n', 'prod/pid.yaml': PATCH },
    code: 1,
    findings: ['host-network base/pod.yaml:6', 'host-pid prod/kustomization.yaml:1 rendered'],
  },
  {
    name: 'json-patch',
    files: {
      ...BASE,
      'prod/kustomization.yaml':
        'resources: [../base]\npatches:\n  - target: { kind: Pod }\n    patch: |-\n      - { op: add, path: /spec/hostPID, value: true }\n',
    },
    code: 1,
    findings: ['host-network base/pod.yaml:6', 'host-pid prod/kustomization.yaml:1 rendered'],
  },
  {
    name: 'images',
    files: { ...BASE, 'prod/kustomization.yaml': 'resources: [../base]\nimages: [{ name: app, newTag: latest }]\n' },
    code: 1,
    findings: ['host-network base/pod.yaml:6', 'image-tag-latest prod/kustomization.yaml:1 rendered'],
  },
  {
    name: 'component',
    files: {
      ...BASE,
      'debug/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [tool.yaml]\npatches: [{ path: pid.yaml }]\n',
      'debug/tool.yaml': describePod('tool', '  hostPID: true\n'),
      'debug/pid.yaml': PATCH,
      'prod/kustomization.yaml': 'resources: [../base]\ncomponents: [../debug]\n',
    },
    code: 1,
    findings: ['host-network base/pod.yaml:6', 'host-pid debug/tool.yaml:6', 'host-pid prod/kustomization.yaml:1 rendered'],
  },
  {
    name: 'generators',
    files: {
      'kustomization.yaml':
        'namespace: shop\nresources: [pod.yaml]\nconfigMapGenerator: [{ name: c, files: [manifest.yaml] }]\nsecretGenerator: [{ name: s, literals: [a=b] }]\n',
      'pod.yaml': describePod('web', HOST),
      'manifest.yaml': describePod('not-judged', HOST),
    },
    code: 1,
    findings: ['host-network pod.yaml:6'],
  },
  {
    name: 'beside-plain-manifests',
    files: { ...BASE, 'base/other.yaml': describePod('other', HOST), 'plain.yaml': describePod('plain', HOST) },
    code: 1,
    findings: ['host-network base/other.yaml:6', 'host-network base/pod.yaml:6', 'host-network plain.yaml:6'],
  },
  {
    name: 'old-words',
    files: {
      ...BASE,
      'prod/kustomization.yaml': 'bases: [../base]\npatchesStrategicMerge: [pid.yaml]\n',
      'prod/pid.yaml': PATCH,
    },
    code: 1,
    findings: ['host-network base/pod.yaml:6', 'host-pid prod/kustomization.yaml:1 rendered'],
  },
];
