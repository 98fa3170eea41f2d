import { type Answer, type Body, type Client, policies } from '@breakwater/api';
import { renderNewPolicy } from '@breakwater/policy';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildObject } from '../../../testing/items.ts';
import { joinCluster, type TestSensor } from '../../../testing/test-sensor.ts';
import { startTestServer, type TestServer } from '../../../testing/test-server.ts';

type Request = Body<typeof policies.endpoints.dryRun>;
type DryRun = Answer<typeof policies.endpoints.dryRun>;

let running: TestServer;
let admin: Client;
let sensor: TestSensor;

function buildDeployment(name: string, namespace: string, image: string, privileged = false) {
  return buildObject(
    { name, namespace },
    {
      apiVersion: 'apps/v1',
      metadata: { name, namespace, labels: { app: name } },
      spec: { template: { spec: { containers: [{ name: 'main', image, ...(privileged ? { securityContext: { privileged } } : {}) }] } } },
    },
  );
}

beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
  sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
  await sensor.store([
    buildDeployment('web', 'shop', 'registry.example.com/own-image:1', true),
    buildDeployment('db', 'shop', 'other:1', true),
    buildDeployment('web', 'bank', 'registry.example.com/own-image:1'),
  ]);
  await sensor.sync();
});
afterAll(() => running.close());

const ask = (body: Request) => admin.call(policies.endpoints.dryRun, { body });
const show = ({ places }: DryRun) => places.map(({ change, policy, namespace, name }) => `${change} ${policy} ${namespace}/${name}`);
const TEXT = renderNewPolicy('own-image');

test('of a new policy says what it would open, and where', async () => {
  const outcome = await ask({ text: TEXT });
  expect(outcome).toMatchObject({ opens: 2, closes: 0, objects: 2, judged: 3, undecided: {}, limits: [] });
  expect(outcome.byNamespace).toStrictEqual([
    { cluster: 'c1', clusterName: 'c1', namespace: 'bank', opens: 1, closes: 0 },
    { cluster: 'c1', clusterName: 'c1', namespace: 'shop', opens: 1, closes: 0 },
  ]);
  expect(outcome.places[0]).toStrictEqual({
    change: 'opens',
    policy: 'own-image',
    severity: 'low',
    message: "container 'main' runs 'registry.example.com/own-image:1'",
    cluster: 'c1',
    clusterName: 'c1',
    kind: 'Deployment',
    namespace: 'bank',
    name: 'web',
    container: 'main',
    workload: expect.any(String),
  });
  expect((await admin.call(policies.endpoints.list, { query: { filter: 'builtIn=false' } })).total).toBe(0);
});

test.each<[string, Request, readonly string[]]>([
  [
    'one that is switched off for a namespace',
    { id: 'privileged-container', settings: [{ scope: { namespaces: ['shop'] }, enabled: false }] },
    ['closes privileged-container shop/db', 'closes privileged-container shop/web'],
  ],
  [
    'one that mutes a weaker one',
    { text: `${TEXT}implies: [privileged-container]\n` },
    ['opens own-image bank/web', 'opens own-image shop/web', 'closes privileged-container shop/web'],
  ],
  ['one that changes nothing', { id: 'privileged-container' }, []],
  [
    'one that is off and would be on',
    {
      text: TEXT,
      settings: [
        { scope: { labels: { app: 'web' }, namespaces: ['bank'] }, enabled: true },
        { scope: {}, enabled: false },
      ],
    },
    ['opens own-image bank/web'],
  ],
])('of %s', async (_name, body, expected) => {
  const places = show(await ask(body)).filter(place => /own-image|privileged-container|privilege-escalation-not-denied/.test(place));
  expect(places).toStrictEqual(expected);
});

test('of an edited, a switched and a deleted policy compares with what is now', async () => {
  await admin.call(policies.endpoints.create, { body: { text: TEXT } });
  expect(show(await ask({ id: 'own-image', text: TEXT }))).toStrictEqual([]);
  const narrower = TEXT.replace("container.image != 'registry", "ns.name == 'bank' || container.image != 'registry");
  expect(show(await ask({ id: 'own-image', text: narrower }))).toStrictEqual(['closes own-image bank/web']);
  const wider = TEXT.replace(/^expression: .*$/m, "expression: container.image.startsWith('good/')");
  // Its examples do not hold any more; that is no reason not to look.
  expect(show(await ask({ id: 'own-image', text: wider }))).toStrictEqual(['opens own-image shop/db']);
  expect(show(await ask({ id: 'own-image', remove: true }))).toStrictEqual(['closes own-image bank/web', 'closes own-image shop/web']);
});

test('says what the answer does not speak of', async () => {
  const codes = async (body: Request) => (await ask(body)).limits.map(({ code }) => code);
  expect(await codes({ text: renderNewPolicy('a-build').replace('[build, deploy]', '[build]') })).toStrictEqual(['not-deployed']);
  const broken = renderNewPolicy('a-broken').replace(/^expression: .*$/m, 'expression: object.spec.nothing > 1');
  const outcome = await ask({ text: broken });
  expect([outcome.opens, outcome.undecided, outcome.limits.map(({ code, cluster }) => [code, cluster])]).toStrictEqual([
    0,
    { error: 3 },
    [['undecided', 'c1']],
  ]);
  await sensor.store([
    {
      action: 'put',
      type: 'problem',
      key: 'p',
      hash: 'h',
      body: { code: 'kind-unreadable', message: 'secrets may not be read', source: 'secrets' },
    },
  ]);
  expect((await ask({ text: renderNewPolicy('a-new') })).limits).toStrictEqual([
    { code: 'unreadable', message: 'secrets may not be read', cluster: 'c1' },
  ]);
});

test.each<[string, Request, string, string]>([
  ['nothing', {}, 'bad-request', 'body: a text or an id is needed.'],
  ['an unknown policy', { id: 'no-such' }, 'not-found', 'There is no such policy.'],
  [
    'a text that does not compile',
    { text: TEXT.replace('container.image !=', 'container.imag !=') },
    'policy-invalid',
    "The policy cannot be used: line 8, column 23: 'Container' has no field 'imag'; did you mean 'image'?",
  ],
  [
    'a setting that says nothing',
    { id: 'privileged-container', settings: [{ scope: {} }] },
    'bad-request',
    'body.settings.0: it neither switches the policy nor sets a parameter or an enforcement',
  ],
])('%s is refused', async (_name, body, code, message) => {
  await expect(ask(body)).rejects.toMatchObject({ code, message });
});

test('is answered at once for a cluster of 2,000 workloads', async () => {
  const large = await joinCluster(await running.server.createJoinToken(), 'large');
  for (let from = 0; from < 2000; from += 200) {
    await large.store(
      Array.from({ length: 200 }, (_, index) => buildDeployment(`app-${from + index}`, `ns-${index % 50}`, 'other:1', index % 20 === 0)),
    );
  }
  await large.sync();
  const start = performance.now();
  const outcome = await ask({
    text: renderNewPolicy('at-large').replace(/^expression: .*$/m, "expression: container.image == 'x' || !container.security.privileged"),
  });
  const took = Math.round(performance.now() - start);
  console.log(`dry run over ${outcome.judged} workloads: ${took} ms`);
  expect([outcome.judged, outcome.places.length, outcome.byNamespace.length]).toStrictEqual([2003, 100, 6]);
  expect(outcome.opens).toBe(102);
  expect(took).toBeLessThan(3000);
  large.close();
});
