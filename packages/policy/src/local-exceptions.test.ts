import { Inventory, type SourceObject } from '@breakwater/inventory';
import { readManifest, toObjects } from '@breakwater/manifest';
import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { createExceptionBook } from './exceptions.ts';
import { ACCEPT_PREFIX, listAnnotated, readRemarks } from './local-exceptions.ts';
import { buildPolicy } from './testing/build.ts';

/** What becomes of the findings `privileged` (a container's field) and `replicas` (the object's) in a file, and what else is said. */
function judge(text: string) {
  const manifest = readManifest(text, { source: 'f.yaml' });
  const sources: SourceObject[] = toObjects(manifest).objects.map(object => ({ value: object.value, locate: path => object.locate(path) }));
  const inventory = new Inventory(sources, { cluster: 'file:test', kubeMinor: 37, complete: true, namespace: '' });
  const [annotated, remarked] = [listAnnotated(inventory), readRemarks(manifest.remarks)];
  const book = createExceptionBook([...annotated.exceptions, ...remarked.exceptions], '2026-06-01T00:00:00Z');
  const policies = [
    buildPolicy({ id: 'privileged', expression: 'false', field: 'container.securityContext.privileged' }),
    buildPolicy({ id: 'replicas', target: 'workload', expression: 'false', field: 'object.spec.replicas' }),
  ];
  const { results } = evaluate(inventory, policies, { exceptions: book });
  const ids = new Set(['privileged', 'replicas']);
  const told = [...annotated.problems, ...remarked.problems, ...book.listProblems(ids, ids)];
  return [
    ...results.map(({ policy, container = '', state, exception }) => `${policy} ${container} ${state} ${exception?.id ?? ''}`.trim()),
    ...told.map(({ code, location }) => `${code} ${location?.line ?? ''}`.trim()),
  ];
}

function deployment({ top = '', meta = '', template = '', first = '', inside = '', replicas = '' }): string {
  return `${top}apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations: { ${meta} }
spec:
${replicas}  replicas: 1
  template:
    metadata: { annotations: { ${template} } }
    spec:
      containers:
${first}      - name: app
${inside}        securityContext: { privileged: true }
      - name: side
`;
}

const APP = 'privileged app fail';
const SIDE = 'privileged side fail';
const REPLICAS = 'replicas  fail';

test.each<[string, Parameters<typeof deployment>[0], readonly string[]]>([
  ['nothing', {}, [APP, SIDE, REPLICAS]],
  [
    'an annotation of the object',
    { meta: `${ACCEPT_PREFIX}privileged: it drives the disks` },
    [
      'privileged app accepted Deployment web, annotation accept.breakwater/privileged',
      'privileged side accepted Deployment web, annotation accept.breakwater/privileged',
      REPLICAS,
    ],
  ],
  [
    'an annotation of the pod template',
    { template: `${ACCEPT_PREFIX}replicas: "until 2027-01-01: one is enough"` },
    [APP, SIDE, 'replicas  accepted Deployment web, annotation accept.breakwater/replicas'],
  ],
  [
    'an annotation that has ended',
    { meta: `${ACCEPT_PREFIX}replicas: "until 2026-01-01: soon"` },
    [APP, SIDE, REPLICAS, 'exception-expired'],
  ],
  [
    'an annotation whose end is not understood',
    { meta: `${ACCEPT_PREFIX}replicas: until summer` },
    [APP, SIDE, REPLICAS, 'exception-invalid'],
  ],
  ['an annotation without a reason', { meta: `${ACCEPT_PREFIX}replicas: ""` }, [APP, SIDE, REPLICAS, 'exception-invalid']],
  [
    'a comment above the container',
    { first: '      # breakwater: accept privileged: it drives the disks\n' },
    ['privileged app accepted f.yaml:12', SIDE, REPLICAS],
  ],
  [
    'a comment above the field',
    { inside: '        # breakwater: accept privileged until 2027-01-01T00:00:00Z: soon gone\n' },
    ['privileged app accepted f.yaml:13', SIDE, REPLICAS],
  ],
  [
    'a comment above the document',
    { top: '# breakwater: accept privileged: a test\n' },
    ['privileged app accepted f.yaml:1', 'privileged side accepted f.yaml:1', REPLICAS],
  ],
  ['a comment above another field', { replicas: '  # breakwater: accept privileged: here?\n' }, [APP, SIDE, REPLICAS, 'exception-unused']],
  ['a comment for an unknown policy', { first: '      # breakwater: accept privilege: x\n' }, [APP, SIDE, REPLICAS, 'exception-unused']],
  ['a comment without a reason', { first: '      # breakwater: accept privileged\n' }, [APP, SIDE, REPLICAS, 'exception-invalid 12']],
  ['a comment that is no order', { first: '      # breakwater: reads this\n' }, [APP, SIDE, REPLICAS]],
])('%s', (_, parts, expected) => {
  expect(judge(deployment(parts))).toStrictEqual(expected);
});
