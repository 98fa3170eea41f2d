import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFolder } from '../../testing/folder.ts';
import { POD } from '../resources.ts';
import { toPod } from '../testing/action-cases.ts';
import { FakeCluster } from '../testing/fake-cluster.ts';
import { collectEvidence } from './collect-evidence.ts';
import { EvidenceStore } from './evidence-store.ts';

const KNOWN = { since: 't', processes: [{ id: 'p', exe: '/bin/sh', argv: ['sh'], uid: 0, seen: 't' }], sockets: [] };

/** The piece about processes, and what is in its file. */
async function collect(prepare: (cluster: FakeCluster, uid: string) => void) {
  const cluster = new FakeCluster();
  const pod = cluster.put(toPod('web-5d-a'));
  const { uid, namespace } = pod['metadata'] as { readonly uid: string; readonly namespace: string };
  prepare(cluster, uid);
  const folder = createFolder();
  const evidence = new EvidenceStore(folder);
  const object = { resource: POD, namespace, name: 'web-5d-a' };
  const step = { type: 'collect', name: '', object, uid, logBytes: 1000, checkpoint: false } as const;
  const pieces = await collectEvidence(step, { id: 'r', action: 'evidence', edge: cluster, evidence, pause: async () => undefined });
  const piece = pieces.find(({ name }) => name === 'processes.json');
  return {
    note: piece?.note,
    text: piece?.sha256 === undefined ? undefined : JSON.parse(readFileSync(join(folder, 'r', 'processes.json'), 'utf8')),
  };
}

test.each<[string, (cluster: FakeCluster, uid: string) => void, object]>([
  ['what agents told is kept', (cluster, uid) => cluster.processes.set(uid, KNOWN), { note: undefined, text: KNOWN }],
  [
    'nobody has told of it',
    () => undefined,
    { note: 'no agent has told of this pod: none runs on its node, or nothing was heard of it since the sensor started', text: undefined },
  ],
  [
    'nobody can be asked',
    cluster => {
      cluster.readProcesses = () => Promise.reject(new Error('no connection'));
    },
    { note: 'the sensor does not say what runs there: no connection', text: undefined },
  ],
])('%s', async (_, prepare, expected) => {
  expect(await collect(prepare)).toStrictEqual(expected);
});
