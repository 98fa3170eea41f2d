import { expect, test } from 'vitest';
import { redactPod, redactText } from './redact-pod.ts';

test('a pod is kept without the value of any variable, secrets in commands and copies of itself', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'x',
      managedFields: [{}],
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"PASSWORD":"hunter2"}', note: 'token=hunter2' },
    },
    spec: {
      nodeName: 'n',
      containers: [
        {
          name: 'a',
          env: [
            { name: 'HARMLESS', value: 'hunter2' },
            { name: 'REF', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
          ],
          args: ['--password', 'hunter2', '--password=hunter2', '--url=https://me:hunter2@host/', '--port', '80'],
        },
      ],
      initContainers: [{ name: 'b', command: ['sh', '-c', 'export API_KEY="hunter2"; run'] }],
    },
  };
  const kept = redactPod(pod);
  expect(JSON.stringify(kept)).not.toContain('hunter2');
  expect(kept).toStrictEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'x', annotations: { note: 'token=(not kept)' } },
    spec: {
      nodeName: 'n',
      containers: [
        {
          name: 'a',
          env: [
            { name: 'HARMLESS', value: '(not kept)' },
            { name: 'REF', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
          ],
          args: ['--password', '(not kept)', '--password=(not kept)', '--url=https://me:(not kept)@host/', '--port', '80'],
        },
      ],
      initContainers: [{ name: 'b', command: ['sh', '-c', 'export API_KEY=(not kept); run'] }],
    },
  });
});

test.each([
  ['no secret here', 'no secret here'],
  ['{"password": "hunter2"}', '{"password": (not kept)}'],
  ['secret-name: web', 'secret-name: web'],
])('%s', (text, expected) => {
  expect(redactText(text)).toBe(expected);
});
