import type { ResponseRequest } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { type GuardFacts, type GuardSettings, listRefusals } from './guards.ts';
import { NOW, SETTINGS, toRequest } from './testing/run-responder.ts';

const TARGET = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web-1' } as const;
const WORKLOAD = { kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'u', wanted: 3, ready: 3, lost: 1 } as const;
const FACTS: GuardFacts = { now: NOW, workload: WORKLOAD, recent: { all: 0, workload: 0 }, holder: undefined };
const POLICY = { type: 'policy', name: 'miner' } as const;
const ACTS: Partial<GuardSettings> = { automatic: 'act' };

interface Case {
  readonly name: string;
  readonly request?: Partial<ResponseRequest>;
  readonly settings?: Partial<GuardSettings>;
  readonly facts?: Partial<GuardFacts>;
  /** As `guard: message`. */
  readonly refused: readonly string[];
}

const inNamespace = (namespace: string) => ({ target: { ...TARGET, namespace } });

const CASES: readonly Case[] = [
  { name: 'nothing speaks against it', refused: [] },
  {
    name: 'an action that is not enabled',
    settings: { actions: ['label'] },
    refused: ['action-enabled: kill-pod is not enabled on this responder: start it with --action kill-pod, and give it the rights'],
  },
  {
    name: 'too late',
    request: { expiresAt: '2026-12-01T10:00:00Z' },
    refused: ['expired: it was good until 2026-12-01T10:00:00Z: ask for it again'],
  },
  { name: 'in time', request: { expiresAt: '2026-12-01T10:00:01Z' }, refused: [] },
  {
    name: 'where Breakwater runs',
    request: inNamespace('breakwater'),
    refused: ['own-namespace: nothing is done in breakwater, where Breakwater itself runs'],
  },
  {
    name: 'kube-system',
    request: inNamespace('kube-system'),
    refused: ['protected-namespace: namespace kube-system is protected: what runs there keeps the cluster alive'],
  },
  {
    name: 'a pattern of namespaces',
    request: inNamespace('openshift-dns'),
    settings: { protectedNamespaces: ['openshift-*'] },
    refused: ['protected-namespace: namespace openshift-dns is protected: what runs there keeps the cluster alive'],
  },
  {
    name: 'another than the pattern',
    request: inNamespace('my-openshift-dns'),
    settings: { protectedNamespaces: ['openshift-*'] },
    refused: [],
  },
  {
    name: 'a pattern with two ends',
    request: inNamespace('a-b-c'),
    settings: { protectedNamespaces: ['a*c'] },
    refused: ['protected-namespace: namespace a-b-c is protected: what runs there keeps the cluster alive'],
  },
  { name: 'a pattern whose ends would overlap', request: inNamespace('ab'), settings: { protectedNamespaces: ['ab*b'] }, refused: [] },
  { name: 'evidence is taken anywhere', request: { action: 'evidence', ...inNamespace('kube-system') }, refused: [] },
  {
    name: 'a protected kind',
    settings: { protectedKinds: ['Pod'] },
    refused: ['protected-kind: Pod is a protected kind of this responder'],
  },
  {
    name: 'a policy where policies do nothing',
    request: { requestedBy: POLICY, confidence: 'high' },
    settings: { automatic: 'off' },
    refused: ['automatic: policies do nothing by themselves here: start the responder with --automatic dry-run or act'],
  },
  {
    name: 'a policy that would act where policies only say',
    request: { requestedBy: POLICY, confidence: 'high' },
    refused: [
      'automatic: policies only say what they would do here: start the responder with --automatic act once you have seen enough of it',
    ],
  },
  { name: 'a policy that only says', request: { requestedBy: POLICY, confidence: 'high', dryRun: true }, refused: [] },
  { name: 'a policy that is sure', request: { requestedBy: POLICY, confidence: 'high' }, settings: ACTS, refused: [] },
  {
    name: 'a policy that is not sure enough',
    request: { requestedBy: POLICY, confidence: 'medium' },
    settings: ACTS,
    refused: ["confidence: policy miner is sure of it to the degree 'medium', and 'high' is wanted"],
  },
  {
    name: 'a policy that does not say how sure it is',
    request: { requestedBy: POLICY },
    settings: { ...ACTS, leastConfidence: 'medium' },
    refused: ["confidence: policy miner is sure of it to the degree 'low', and 'medium' is wanted"],
  },
  {
    name: 'what another response holds',
    facts: { holder: 'r0' },
    refused: ['held-already: response r0 holds it in this way already: undo that first'],
  },
  {
    name: 'the last ready pod',
    facts: { workload: { ...WORKLOAD, ready: 1 } },
    refused: ['minimum-healthy: Deployment web would have 0 ready pods left, and keeps at least 1: scale it up first, or force it'],
  },
  { name: 'a pod that is not ready takes nothing away', facts: { workload: { ...WORKLOAD, ready: 0, lost: 0 } }, refused: [] },
  {
    name: 'the last ready pod, forced by a person',
    request: { params: { force: true } },
    facts: { workload: { ...WORKLOAD, ready: 1 } },
    refused: [],
  },
  {
    name: 'the last ready pod, forced by a policy',
    request: { params: { force: true }, requestedBy: POLICY, confidence: 'high' },
    settings: ACTS,
    facts: { workload: { ...WORKLOAD, ready: 1 } },
    refused: ['minimum-healthy: Deployment web would have 0 ready pods left, and keeps at least 1: scale it up first, or force it'],
  },
  {
    name: 'scale to zero means all of them',
    request: { action: 'scale-to-zero' },
    facts: { workload: { ...WORKLOAD, ready: 1 } },
    refused: [],
  },
  {
    name: 'too many within the window',
    facts: { recent: { all: 20, workload: 0 } },
    refused: ['circuit-breaker: 20 responses acted within 600 s, and 20 are the most: look at what causes them before more is done'],
  },
  {
    name: 'too many on one workload',
    facts: { recent: { all: 3, workload: 3 } },
    refused: ['circuit-breaker: 3 responses acted on this workload within 600 s, and 3 are the most'],
  },
  { name: 'what no pod notices is not counted', request: { action: 'label' }, facts: { recent: { all: 99, workload: 99 } }, refused: [] },
  {
    name: 'everything that speaks against it is said',
    request: { action: 'cordon', ...inNamespace('breakwater') },
    settings: { actions: [], ownNamespace: 'breakwater', protectedKinds: ['Pod'] },
    refused: [
      'action-enabled: cordon is not enabled on this responder: start it with --action cordon, and give it the rights',
      'own-namespace: nothing is done in breakwater, where Breakwater itself runs',
      'protected-kind: Pod is a protected kind of this responder',
    ],
  },
];

describe('guards', () => {
  test.each(CASES)('$name', ({ request, settings, facts, refused }) => {
    const asked = toRequest({ action: 'kill-pod', target: TARGET, ...request });
    const found = listRefusals(asked, { ...SETTINGS, ...settings }, { ...FACTS, ...facts });
    expect(found.map(({ guard, message }) => `${guard}: ${message}`)).toStrictEqual(refused);
  });
});
