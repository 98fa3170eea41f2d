import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { listParentPlaces, TemplateText } from './template-place.ts';

const TEMPLATE = `{{- range .Values.names }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ . }}
  labels:
    app: web
{{- end }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  labels:
    app: web
spec:
  {{- if .Values.replicas }}
  replicas: {{ .Values.replicas }}
  {{- end }}
  template:
    metadata:
      labels:
        app: web
    spec:
        hostNetwork: {{ .Values.hostNetwork }}
        containers:
        - name: app
          image: "{{ .Values.image }}"
          {{- with .Values.securityContext }}
          securityContext:
            {{- toYaml . | nindent 12 }}
          {{- end }}
        - name: side
          image: side:1
`;
const RENDERED = `---
# Source: shop/templates/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  labels:
    app: web
spec:
  replicas: 2
  template:
    metadata:
      labels:
        app: web
    spec:
      hostNetwork: true
      containers:
      - name: app
        image: "web:1"
        securityContext:
          privileged: true
      - name: side
        image: side:1
`.split('\n');

/** `line:column` in the template for the first rendered line with that text. */
function find(text: string, kind = 'Deployment', nth = 0): string | undefined {
  const line = RENDERED.flatMap((each, index) => (each.trim() === text ? [index + 1] : []))[nth] ?? 0;
  const column = (RENDERED[line - 1] ?? '').search(/\S/) + 1;
  const place = new TemplateText(TEMPLATE).find({ lines: RENDERED, place: { line, column }, kind });
  return place === undefined ? undefined : `${place.line}:${place.column}`;
}

describe('a rendered line is found in its template', () => {
  test.each<[string, string, string | undefined, number?]>([
    ['that says the same', 'kind: Deployment', '12:1'],
    ['whose value is computed', 'replicas: 2', '19:3'],
    ['with another indentation', 'hostNetwork: true', '26:9'],
    ['of an item of a list', '- name: app', '28:9'],
    ['below the same keys', 'app: web', '16:5'],
    ['below other keys', 'app: web', '24:9', 1],
    ['computed, beside one that is not', 'image: "web:1"', '29:11'],
    ['that is not computed', 'image: side:1', '35:11'],
    ['that a value of several lines made', 'privileged: true', undefined],
  ])('%s', (_, text, expected, nth) => {
    expect(find(text, 'Deployment', nth)).toBe(expected);
  });

  test('in the part that makes the kind', () => {
    expect(find('metadata:', 'Deployment')).toBe('13:1');
    expect(find('metadata:', 'ServiceAccount')).toBe('5:1');
  });

  test('only if there is just one', () => {
    const template = new TemplateText('a: {{ .x }}\na: {{ .y }}\n');
    expect(template.find({ lines: ['a: 1'], place: { line: 1, column: 1 }, kind: 'Pod' })).toBeUndefined();
    expect(template.find({ lines: [], place: { line: 5, column: 1 }, kind: 'Pod' })).toBeUndefined();
  });
});

test('the keys above a line, from the nearest on', () => {
  const line = RENDERED.indexOf('          privileged: true') + 1;
  const names = listParentPlaces(RENDERED, line).map(place => `${RENDERED[place.line - 1]?.trim()} ${place.column}`);
  expect(names).toStrictEqual(['securityContext: 9', '- name: app 7', 'spec: 5', 'template: 3', 'spec: 1']);
});

test.each<[string, string]>([
  ['equal lines', 'a: {{ .x }}\n'.repeat(50_000)],
  ['equal lines below many others', `b:\n${`${'  c: 1\n'.repeat(250)}  a: {{ .x }}\n`.repeat(190)}`],
])('a template of many %s takes no time', (_, text) => {
  const start = process.threadCpuUsage();
  const template = new TemplateText(text);
  const lines = ['b:', ...Array<string>(4000).fill('  c: 1'), '  a: 1'];
  for (let count = 0; count < 1000; count++) template.find({ lines, place: { line: lines.length, column: 3 }, kind: 'Pod' });
  expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(2000);
});
