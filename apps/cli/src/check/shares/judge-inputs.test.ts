import { NEWEST_MINOR } from '@breakwater/policy';
import { describe, expect, test } from 'vitest';
import { type JudgeOptions, judge } from '../judge.ts';
import { rereadObjects, type Source } from '../read-objects.ts';
import { judgeInShares } from './judge-inputs.ts';

const SILENT = { show: () => undefined, clear: () => undefined };

const OPTIONS: JudgeOptions = {
  policies: [],
  preset: 'recommended',
  kubeMinor: NEWEST_MINOR,
  complete: false,
  namespace: '',
  cluster: 'file:shop',
  language: 'en',
  keepPassing: false,
};

/** A workload with its Service; every fifth accepts a finding by annotation, every seventh by a comment. */
function writeApplication(index: number): string {
  const annotation = index % 5 === 0 ? ', annotations: { accept.breakwater/root-filesystem-writable: "writes to its disk" }' : '';
  const comment = index % 7 === 0 ? '          # breakwater: accept image-tag-latest: the registry forbids to move it\n' : '';
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: app-${index}, namespace: ns-${index % 3}${annotation} }
spec:
  selector: { matchLabels: { app: app-${index} } }
  template:
    metadata: { labels: { app: app-${index} } }
    spec:
      containers:
        - name: main
${comment}          image: registry.example.com/app:${index % 2 === 0 ? '1.0' : 'latest'}
---
apiVersion: v1
kind: Service
metadata: { name: app-${index}, namespace: ns-${index % 3} }
spec: { selector: { app: app-${index % 90} }, ports: [{ port: 80 }] }
`;
}

function writeSources(applications: number): readonly Source[] {
  const texts = Array.from({ length: applications }, (_, index) => writeApplication(index));
  const half = Math.ceil(texts.length / 2);
  return [texts.slice(0, half), texts.slice(half)].map((part, index) => ({
    file: `${index}.yaml`,
    bytes: new TextEncoder().encode(part.join('---\n')),
  }));
}

describe('threads that share a set say what one says, in the same order', () => {
  const sources = writeSources(130);
  const read = rereadObjects(sources);
  const exceptions = [
    { target: 'privileged-container', scope: {}, reason: 'nobody needs it' },
    { target: 'image-tag-latest', scope: { namespaces: ['ns-2'] }, reason: 'a trial', expiry: '2020-01-01T00:00:00Z' },
    { target: 'cpu-limit-missing', scope: { workloads: ['app-3'] }, reason: 'measured' },
  ];
  test.each([
    [2, OPTIONS],
    [3, { ...OPTIONS, exceptions, remarks: read.remarks }],
    [2, { ...OPTIONS, policies: ['image-tag-latest', 'privileged-container'], keepPassing: true, language: 'ja' as const }],
  ])('%i threads, variant %#', async (threads, options) => {
    const alone = judge(read.objects, options);
    const shared = await judgeInShares(read, options, SILENT, threads);
    expect([...shared.evaluation.results]).toStrictEqual(JSON.parse(JSON.stringify(alone.evaluation.results)));
    expect({ ...shared, evaluation: shared.evaluation.states, inventory: undefined }).toStrictEqual({
      ...alone,
      evaluation: alone.evaluation.states,
      inventory: undefined,
    });
  });
});

test('more threads than there is work', async () => {
  const read = rereadObjects(writeSources(1));
  const { evaluation } = await judgeInShares(read, OPTIONS, SILENT, 3);
  expect(evaluation.results.length).toBe(judge(read.objects, OPTIONS).evaluation.results.length);
});

test('a set that is judged by threads is refused as one that is not', async () => {
  const read = rereadObjects(writeSources(1));
  await expect(judgeInShares(read, { ...OPTIONS, policies: ['privileged-containr'] }, SILENT, 2)).rejects.toThrow(
    "no policy is called 'privileged-containr'; did you mean 'privileged-container'?",
  );
});

test('how far it is', async () => {
  const shown: (readonly [number, number])[] = [];
  const read = rereadObjects(writeSources(60));
  await judgeInShares(read, OPTIONS, { show: (done, total) => shown.push([done, total]), clear: () => undefined }, 2);
  expect(shown).toStrictEqual([
    [50, 120],
    [100, 120],
    [120, 120],
  ]);
});
