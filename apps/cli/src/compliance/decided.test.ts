import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { checks } from '@breakwater/compliance';
import type { NodeFacts, ProbeRecord } from '@breakwater/model';
import { expect, it } from 'vitest';
import { findStandard } from '../catalogue.ts';
import { collectNode } from '../node/collect-node.ts';
import { HOST_LAYOUTS } from '../testing/host-layouts.ts';
import { createHost } from '../testing/host-tree.ts';
import { assess, toComplianceOutput } from './assess.ts';

const NOW = '2026-12-01T00:00:00Z';

type Document = Readonly<Record<string, unknown>>;

/** What a real API server (1.36) said of a cluster of one node: its own roles and bindings, and static pods, plug-ins and ConfigMaps as kubeadm makes them. */
const dump = JSON.parse(gunzipSync(readFileSync(new URL('../testing/kubeadm-cluster.json.gz', import.meta.url))).toString('utf8')) as {
  readonly items: readonly Document[];
};
const objects = dump.items.map(value => ({ value }));

const kubelet = dump.items.find(
  ({ kind, metadata }) => kind === 'ConfigMap' && (metadata as { readonly name: string }).name === 'kubelet-config',
);

/** As the kubelet of that node answers to a question of the API server: every key, with its defaults. */
const probes: ProbeRecord = {
  schema: 'probes/1',
  takenAt: NOW,
  answers: [],
  configz: {
    'cp-1': {
      kubeletconfig: {
        authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: '/etc/kubernetes/pki/ca.crt' } },
        authorization: { mode: 'Webhook' },
        rotateCertificates: true,
        makeIPTablesUtilChains: true,
        streamingConnectionIdleTimeout: '4h0m0s',
        eventRecordQPS: 50,
        podPidsLimit: -1,
        staticPodPath: '/etc/kubernetes/manifests',
      },
    },
  },
};

function collect(): NodeFacts {
  const facts = collectNode({ root: createHost(HOST_LAYOUTS.kubeadm), now: new Date(NOW) });
  return { ...facts, files: facts.files.map(file => ({ ...file, uid: 0, gid: 0, owner: 'root', group: 'root' })) };
}

function judge(framework: string, facts: readonly NodeFacts[], asked?: ProbeRecord) {
  const assessment = {
    objects,
    facts,
    probes: asked,
    standards: [findStandard(framework)],
    kubeMinor: 34,
    language: 'en',
    cluster: 'test',
    now: NOW,
  } as const;
  return toComplianceOutput(assess(assessment), assessment, []);
}

it.each(['cis-1.12', 'cis-2.0.1'])('%s: of 131 controls evidence decides at least 120 with node facts, and 85 without', framework => {
  expect(kubelet).toBeDefined();
  const decided = [judge(framework, []), judge(framework, [], probes), judge(framework, [collect()])].map(({ summary }) => summary.decided);
  expect(decided).toStrictEqual([93, 93, 125]);
});

it('leaves to people what only people know, and says of everything else why it is not known', () => {
  const { results } = judge('cis-1.12', [collect()]);
  const open = results
    .filter(({ state }) => !['pass', 'fail', 'not-applicable'].includes(state))
    .map(({ control, state }) => `${control} ${state}`);
  expect(open).toStrictEqual(['3.1.1 manual', '3.1.2 manual', '3.1.3 manual', '5.4.2 review', '5.5.1 not-evaluated', '5.6.1 manual']);
  const unseen = judge('cis-1.12', []).results.flatMap(({ items }) => items.filter(({ state }) => state === 'not-evaluated'));
  expect(unseen.filter(({ message }) => message === '')).toStrictEqual([]);
});

it('never decides by what nobody looked at: every pass and every failure of a check has evidence', () => {
  const known = new Set(checks.map(({ id }) => id));
  const { results } = judge('cis-1.12', [collect()], probes);
  const bare = results.flatMap(({ items }) =>
    items.filter(({ check, state, evidence }) => known.has(check) && (state === 'pass' || state === 'fail') && evidence.length === 0),
  );
  expect(bare.map(({ control, check }) => `${control} ${check}`)).toStrictEqual([]);
});
