import { describeChart, describePod, type RenderCase } from './render-case.ts';

function createBomb(name: string, template: string, problem: string): RenderCase {
  return {
    name,
    files: { 'Chart.yaml': describeChart(name), 'templates/a.yaml': template },
    code: 3,
    findings: [],
    problems: [`${problem} .`],
  };
}

export const failures: readonly RenderCase[] = [
  createBomb('bomb-range', '{{ range until 1000000000 }}x{{ end }}\n', 'renderer-out-of-memory'),
  createBomb('bomb-repeat', '# {{ repeat 2000000000 "xxxxxxxx" }}\n', 'renderer-out-of-memory'),
  createBomb('bomb-include', '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}\n', 'renderer-recursion'),
  createBomb('bomb-template', '{{ define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}\n', 'renderer-recursion'),
  createBomb('bomb-loop', '{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}\n', 'renderer-timeout'),
  createBomb(
    'bomb-output',
    `{{ $line := repeat 1000 "x" }}${describePod('a', '').replace('spec:', 'spec:\n  {{- range until 70000 }}\n  # {{ $line }}\n  {{- end }}')}`,
    'renderer-output-too-large',
  ),
  {
    name: 'missing-dependency',
    files: {
      'Chart.yaml': describeChart('shop', 'dependencies: [{ name: redis, version: 1.0.0, repository: "https://charts.example.com" }]\n'),
    },
    code: 3,
    findings: [],
    problems: ['chart-dependency-missing .'],
  },
  {
    name: 'template-that-breaks',
    files: { 'Chart.yaml': describeChart('shop'), 'templates/a.yaml': 'a: b\nc: {{ .Values.a.b }}\n' },
    code: 3,
    findings: [],
    problems: ['render-failed . templates/a.yaml:2'],
  },
  {
    name: 'template-without-end',
    files: { 'Chart.yaml': describeChart('shop'), 'templates/a.yaml': 'a: b\n\nc: {{ if }}\n' },
    code: 3,
    findings: [],
    problems: ['render-failed . templates/a.yaml:3'],
  },
  {
    name: 'values-against-their-schema',
    files: {
      'Chart.yaml': describeChart('shop'),
      'values.yaml': 'replicas: many\n',
      'values.schema.json': '{"properties":{"replicas":{"type":"integer"}}}',
      'templates/pod.yaml': describePod('web', ''),
    },
    code: 3,
    findings: [],
    problems: ['render-failed .'],
  },
  {
    name: 'schema-from-elsewhere',
    files: {
      'Chart.yaml': describeChart('shop'),
      'values.schema.json': '{"$ref":"https://schemas.example.com/values.json"}',
      'templates/pod.yaml': describePod('web', ''),
    },
    code: 3,
    findings: [],
    problems: ['render-failed .'],
  },
  { name: 'chart-that-is-none', files: { 'Chart.yaml': '{' }, code: 3, findings: [], problems: ['render-failed .'] },
  {
    name: 'remote-resource',
    files: { 'kustomization.yaml': 'resources: ["https://example.com/a.yaml"]\n' },
    code: 3,
    findings: [],
    problems: ['remote-input . kustomization.yaml:1'],
  },
  {
    name: 'remote-file-of-a-generator',
    files: { 'kustomization.yaml': 'configMapGenerator: [{ name: a, files: ["a=https://example.com/a"] }]\n' },
    code: 3,
    findings: [],
    problems: ['remote-input . kustomization.yaml:1'],
  },
  {
    name: 'circle',
    files: { 'a/kustomization.yaml': 'resources: [../b]\n', 'b/kustomization.yaml': 'resources: [../a]\n' },
    code: 3,
    findings: [],
    problems: ['render-failed a'],
  },
  {
    name: 'file-outside',
    files: { 'prod/kustomization.yaml': 'configMapGenerator: [{ name: a, files: [../a.txt] }]\n', 'a.txt': 'a' },
    code: 3,
    findings: [],
    problems: ['render-failed prod'],
  },
  {
    name: 'plug-in',
    files: {
      'kustomization.yaml': 'transformers: [run.yaml]\n',
      'run.yaml':
        'apiVersion: example.com/v1\nkind: Run\nmetadata:\n  name: run\n  annotations:\n    config.kubernetes.io/function: "exec: { path: ./run.sh }"\n',
      'run.sh': '#!/bin/sh\ntouch ran\n',
    },
    code: 3,
    findings: [],
    problems: ['render-failed .'],
  },
  {
    name: 'no-helm',
    files: { 'Chart.yaml': describeChart('shop'), 'templates/pod.yaml': describePod('web', '') },
    tools: false,
    code: 3,
    findings: [],
    problems: ['renderer-missing .'],
  },
  {
    name: 'no-kustomize',
    files: { 'kustomization.yaml': 'resources: [pod.yaml]\n', 'pod.yaml': describePod('web', '') },
    tools: false,
    code: 3,
    findings: [],
    problems: ['renderer-missing .'],
  },
];
