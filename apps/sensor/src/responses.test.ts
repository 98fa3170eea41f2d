import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResponseRequest } from '@breakwater/model';
import type { PolicySet } from '@breakwater/protocol';
import { waitFor } from '@breakwater/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { ROLE_CA_FILE } from './roles/role-certificate.ts';
import { RoleClient } from './roles/role-client.ts';
import type { RunningSensor } from './sensor-options.ts';
import { createFolder } from './testing/folder.ts';
import { runSensor, startEdge } from './testing/run-sensor.ts';

const SECRET = 'shared-with-the-responder-for-tests-0123456789';
const MANIFEST = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: miner, namespace: shop }
spec:
  selector: { matchLabels: { app: miner } }
  template:
    metadata: { labels: { app: miner } }
    spec: { containers: [{ name: main, image: "registry.example/miner:1", securityContext: { privileged: true } }] }
`;

function createParts() {
  const [dataDir, secrets, manifests] = [createFolder(), createFolder(), createFolder()];
  writeFileSync(join(secrets, 'responder'), SECRET);
  writeFileSync(join(manifests, 'shop.yaml'), MANIFEST);
  const connect = (sensor: RunningSensor): RoleClient => {
    const tokenFile = join(secrets, 'responder');
    const client = new RoleClient({ url: sensor.roleUrl ?? '', caFile: join(dataDir, 'roles', ROLE_CA_FILE), tokenFile });
    onTestFinished(() => client.close());
    return client;
  };
  const source = { type: 'folder', name: 'shop', paths: [manifests] } as const;
  return { source, options: { dataDir, rolePort: { port: 0, secrets } }, connect };
}

const REQUEST: ResponseRequest = {
  id: 'r-1',
  action: 'restart',
  target: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
  params: {},
  reason: 'incident 42',
  requestedBy: { type: 'user', name: 'ann' },
  dryRun: false,
  requestedAt: '2026-12-01T10:00:00.000Z',
};

it('hands on what the server wants done, also when it is told again, and tells what came of it', async () => {
  const edge = await startEdge();
  const { source, options, connect } = createParts();
  const sensor = await runSensor(source, { ...options, joinToken: async () => edge.joinToken });
  await sensor.synced;
  const role = connect(sensor);
  const waiting = role.readWork(0);
  edge.tellWork([{ type: 'respond', request: REQUEST }]);
  edge.tellWork([{ type: 'respond', request: REQUEST }]);
  expect((await waiting).map(({ work }) => work)).toStrictEqual([{ type: 'respond', request: REQUEST }]);
  const record = { request: REQUEST, revision: 1, state: 'running' as const, message: 'under way', isUndoable: false };
  const lists = { steps: [], warnings: [], refusals: [], evidence: [] };
  expect(await role.sendReports([{ ...record, ...lists }])).toStrictEqual({ taken: 1, refused: [] });
  await waitFor('what came of it', () => edge.events.length === 1);
  expect(edge.events[0]).toMatchObject({ type: 'response', id: 'r-1', body: { state: 'running' } });
  expect(await role.readWork(0, undefined, 0)).toStrictEqual([]);
});

it('has a policy that is set to scale to zero do so, once, without any server', async () => {
  const edge = await startEdge();
  const { source, options, connect } = createParts();
  const set: PolicySet = {
    revision: 3,
    preset: 'recommended',
    policies: [],
    settings: [{ policy: 'privileged-container', scope: {}, enforcement: { deploy: 'scale-to-zero' } }],
    exceptions: [],
  };
  edge.policySet = set;
  const sensor = await runSensor(source, { ...options, joinToken: async () => edge.joinToken });
  await sensor.synced;
  const role = connect(sensor);
  const [decided] = await role.readWork(0);
  expect(decided?.work).toMatchObject({
    type: 'respond',
    request: {
      action: 'scale-to-zero',
      target: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'miner' },
      requestedBy: { type: 'policy', name: 'privileged-container' },
      confidence: 'high',
    },
  });
  await edge.stop();
  await sensor.close();
  // What was set is on disk, and so is what was decided.
  const again = await runSensor(source, { ...options, joinToken: async () => edge.joinToken });
  expect((await connect(again).readWork(0)).map(({ sequence }) => sequence)).toStrictEqual([decided?.sequence]);
});
