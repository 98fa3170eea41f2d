import { describeChart, describePod, type RenderCase } from './render-case.ts';

const HOST = '  hostNetwork: true\n';
const GOOD = describePod('good', '');

export const charts: readonly RenderCase[] = [
  {
    name: 'plain',
    files: { 'Chart.yaml': describeChart('plain'), 'templates/pod.yaml': describePod('web', HOST), 'values.yaml': 'unused: 1\n' },
    code: 1,
    findings: ['host-network templates/pod.yaml:6'],
  },
  {
    name: 'values',
    files: {
      'Chart.yaml': describeChart('values'),
      'values.yaml': 'network:\n  host: true\nimage:\n  name: app\n  tag: latest\n',
      'templates/pod.yaml': describePod('{{ .Release.Name }}', '  hostNetwork: {{ .Values.network.host }}\n').replace(
        'app:1',
        '"{{ .Values.image.name }}:{{ .Values.image.tag }}"',
      ),
    },
    code: 1,
    findings: ['host-network templates/pod.yaml:6 values network.host', 'image-tag-latest templates/pod.yaml:9 values image.tag'],
  },
  {
    name: 'to-yaml',
    files: {
      'Chart.yaml': describeChart('to-yaml'),
      'values.yaml': 'web:\n  securityContext:\n    privileged: true\n',
      'templates/pod.yaml': `${describePod('web', '')}      securityContext:\n        {{- toYaml .Values.web.securityContext | nindent 8 }}\n`,
    },
    code: 1,
    findings: ['privileged-container templates/pod.yaml:9 values web.securityContext.privileged rendered'],
  },
  {
    name: 'named-template',
    files: {
      'Chart.yaml': describeChart('named-template'),
      'values.yaml': 'hostPID: true\n',
      'templates/_spec.tpl': '{{- define "spec" }}\nhostPID: {{ .Values.hostPID }}\n{{- end }}\n',
      'templates/pod.yaml': describePod('web', '  {{- include "spec" . | nindent 2 }}\n'),
    },
    code: 1,
    findings: ['host-pid templates/pod.yaml:5 values hostPID rendered'],
  },
  {
    name: 'sub-chart',
    files: {
      'Chart.yaml': describeChart('sub-chart', 'dependencies: [{ name: db, version: 1.0.0 }]\n'),
      'values.yaml': 'db:\n  host: true\n',
      'charts/db/Chart.yaml': describeChart('db'),
      'charts/db/values.yaml': 'host: false\n',
      'charts/db/templates/pod.yaml': describePod('db', '  hostNetwork: {{ .Values.host }}\n'),
    },
    code: 1,
    findings: ['host-network charts/db/templates/pod.yaml:6 values db.host'],
  },
  {
    name: 'packed-sub-chart',
    files: {
      'Chart.yaml': describeChart('packed-sub-chart', 'dependencies: [{ name: db, version: 1.0.0 }]\n'),
      'charts/db-1.0.0/db/Chart.yaml': describeChart('db'),
      'charts/db-1.0.0/db/templates/pod.yaml': describePod('db', HOST),
    },
    pack: ['charts/db-1.0.0'],
    code: 1,
    findings: ['host-network charts/db-1.0.0.tgz:1 rendered'],
  },
  {
    name: 'several',
    files: {
      'Chart.yaml': describeChart('several'),
      'values.yaml': 'pods:\n  - name: a\n    host: false\n  - name: b\n    host: true\n',
      'templates/pods.yaml': `{{- range .Values.pods }}\n---\n${describePod('{{ .name }}', '  hostNetwork: {{ .host }}\n')}{{- end }}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n`,
    },
    code: 1,
    findings: ['host-network templates/pods.yaml:8 values pods[1].host'],
  },
  {
    name: 'definitions',
    files: {
      'Chart.yaml': describeChart('definitions'),
      'crds/widgets.yaml': `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: widgets.example.com }\n---\n${describePod('in-crds', HOST)}`,
      'templates/NOTES.txt': 'hostNetwork: true\n',
    },
    code: 1,
    findings: ['host-network crds/widgets.yaml:10'],
  },
  {
    name: 'hooks',
    files: {
      'Chart.yaml': describeChart('hooks'),
      'templates/tests/probe.yaml': describePod('probe', HOST).replace('name: probe', 'name: probe\n  annotations: { helm.sh/hook: test }'),
    },
    code: 1,
    findings: ['host-network templates/tests/probe.yaml:7'],
  },
  {
    name: 'library',
    files: {
      'Chart.yaml': describeChart('library', 'dependencies: [{ name: common, version: 1.0.0 }]\n'),
      'charts/common/Chart.yaml': describeChart('common', 'type: library\n'),
      'charts/common/templates/_pod.tpl': `{{- define "common.pod" }}\n${describePod('web', HOST)}{{- end }}\n`,
      'templates/pod.yaml': '{{ include "common.pod" . }}\n',
    },
    code: 1,
    findings: ['host-network templates/pod.yaml:1 rendered'],
  },
  {
    name: 'kubernetes-version',
    files: {
      'Chart.yaml': describeChart('kubernetes-version', 'kubeVersion: ">=1.30.0-0"\n'),
      'templates/pod.yaml': describePod('web', '  hostNetwork: {{ semverCompare "<1.31-0" .Capabilities.KubeVersion.Version }}\n'),
    },
    words: ['--kube-version', '1.30'],
    code: 1,
    findings: ['host-network templates/pod.yaml:6'],
  },
  {
    name: 'other-values',
    files: {
      'chart/Chart.yaml': describeChart('other-values'),
      'chart/values.yaml': 'host: false\npid: false\n',
      'chart/templates/pod.yaml': describePod('web', '  hostNetwork: {{ .Values.host }}\n  hostPID: {{ .Values.pid }}\n'),
      'production.yaml': 'host: true\n',
    },
    paths: ['chart'],
    words: ['--values', 'production.yaml', '--set', 'pid=true'],
    code: 1,
    findings: ['host-network chart/templates/pod.yaml:6', 'host-pid chart/templates/pod.yaml:7'],
  },
  {
    name: 'files-of-charts',
    files: {
      'Chart.yaml': describeChart('files-of-charts'),
      'files/pod.yaml': describePod('file', HOST),
      'ci/values.yaml': 'host: true\n',
      'templates/config.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  pod: |\n    {{- .Files.Get "files/pod.yaml" | nindent 4 }}\n',
    },
    code: 0,
    findings: [],
  },
  { name: 'good', files: { 'Chart.yaml': describeChart('good'), 'templates/pod.yaml': GOOD }, code: 0, findings: [] },
];
