import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Answer, responses, tokens } from '@breakwater/api';
import type { ApiClient } from '../../cluster/api-client.ts';
import type { ControlPlane } from '../../cluster/control-plane.ts';
import type { Journey } from '../journey.ts';
import { applyAll, removeNamespace } from '../platform/apply.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { type Platform, startPlatform, startSensorRole } from '../platform/platform.ts';
import { type Role, startRole } from '../platform/processes.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { printManifests } from '../print-install.ts';
import { type Ran, readRecord, runBreakwater } from './breakwater.ts';
import { createObjects, isReady, listPods, read, toDeployment } from './objects.ts';

const INSTALLED = 'bw-roles';
const NAMESPACE = 'bw-acted-on';
const ROLE_PORT = 17_575;
const SECONDS = 60;
const ACTIONS = ['scale-to-zero', 'restart', 'kill-pod', 'quarantine', 'evidence'];
/** Moments after a response was asked for at which the responder is killed, in milliseconds. */
const KILLS = [0, 20, 40, 60, 80, 100, 130, 160, 200, 250, 300, 400];

type Detail = Answer<typeof responses.endpoints.get>;
const { endpoints } = responses;

/**
 * From the API of the server over the sensor to the responder and back, each with the rights that `install manifest` gives it on the real API server;
 * the responder is killed again and again, and nothing happens twice or by half.
 */
export const journey: Journey = {
  name: 'a responder does what the server is asked for, with the rights that install manifest gives it: once, also when it is killed, and back again',
  profile: 'acting',
  run: async (plane, report) => {
    const folder = createFolder('responder');
    let platform: Platform | undefined;
    const running: Role[] = [];
    try {
      await install(plane.client);
      await createObjects(plane.client, NAMESPACE, [toDeployment('web', 2)]);
      await waitUntil('pods run', SECONDS, async () => (await listPods(plane.client, NAMESPACE, 'app=web')).filter(isReady).length === 2);
      platform = await startPlatform(folder, 17_570);
      const sensor = await startSensor(platform, plane, folder);
      running.push(sensor);
      const stage = new Stage(platform, plane, folder);
      await stage.start();
      const problems: string[] = [];
      for (const [name, make] of PARTS) {
        const found = await make(stage).catch((cause: unknown) => [String(cause)]);
        report(`${name}: ${found.length === 0 ? 'as it should be' : 'not as it should be'}`);
        problems.push(...found.map(text => `${name}: ${text}`));
      }
      await stage.stop();
      return problems;
    } finally {
      // The server that was started again, not the one that was killed.
      for (const role of [...running, ...(platform === undefined ? [] : [platform.server])]) await role.stop().catch(() => undefined);
      for (const name of [NAMESPACE, INSTALLED]) await removeNamespace(plane.client, name);
      removeFolder(folder);
    }
  },
};

/** Applies what `install manifest` prints. Throws for what the API server refuses or warns of. */
async function install(client: ApiClient): Promise<void> {
  const roles = ['--namespace', INSTALLED, '--role', 'sensor', '--role', 'responder'];
  // The journey of the manifest itself leaves rights of the same names for accounts of another namespace.
  const { refused, warnings } = await applyAll(client, printManifests([...roles, ...ACTIONS.flatMap(action => ['--action', action])]));
  if (refused.length + warnings.length > 0) throw new Error([...refused, ...warnings].join('; '));
}

/** A token of a service account, as the kubelet would put it into its pod. */
async function createToken(client: ApiClient, account: string, audiences?: readonly string[]): Promise<string> {
  const spec = { expirationSeconds: 3600, ...(audiences === undefined ? {} : { audiences }) };
  const path = `/api/v1/namespaces/${INSTALLED}/serviceaccounts/${account}/token`;
  const { status, body } = await client.request('POST', path, { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec });
  if (status !== 201) throw new Error(`no token of ${account}: ${String(body['message'])}`);
  return String(read(body, 'status', 'token'));
}

async function startSensor(platform: Platform, plane: ControlPlane, folder: string): Promise<Role> {
  const kubeconfig = join(folder, 'sensor.kubeconfig');
  writeFileSync(kubeconfig, plane.kubeconfigFor(await createToken(plane.client, 'breakwater-sensor')), { mode: 0o600 });
  const port = ['--role-port', String(ROLE_PORT), '--role-namespace', INSTALLED, '--role-ca-config-map', 'breakwater-sensor-roles'];
  return startSensorRole(platform, 'acted-on', ['--kubeconfig', kubeconfig, ...port]);
}

/** The responder, which is killed and started again, and who asks it. */
class Stage {
  readonly platform: Platform;
  readonly client: ApiClient;
  readonly #plane: ControlPlane;
  readonly #folder: string;
  #responder: Role | undefined;
  #cluster = '';

  constructor(platform: Platform, plane: ControlPlane, folder: string) {
    this.platform = platform;
    this.client = plane.client;
    this.#plane = plane;
    this.#folder = folder;
  }

  async start(): Promise<void> {
    const [kubeconfig, token, ca] = ['responder.kubeconfig', 'responder.token', 'sensor-ca.pem'].map(name => join(this.#folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(kubeconfig, this.#plane.kubeconfigFor(await createToken(this.client, 'breakwater-responder')), { mode: 0o600 });
    writeFileSync(token, await createToken(this.client, 'breakwater-responder', ['breakwater-sensor']), { mode: 0o600 });
    const map = `/api/v1/namespaces/${INSTALLED}/configmaps/breakwater-sensor-roles`;
    await waitUntil('the sensor has published its authority', SECONDS, async () => {
      const text = read((await this.client.request('GET', map)).body, 'data', 'ca.pem');
      if (typeof text === 'string') writeFileSync(ca, text);
      return typeof text === 'string';
    });
    const { body } = await this.client.request('GET', '/api/v1/namespaces/kube-system');
    this.#cluster = String(read(body, 'metadata', 'uid'));
    const words = [
      'responder',
      '--sensor',
      `https://127.0.0.1:${ROLE_PORT}`,
      '--sensor-ca',
      ca,
      '--token-file',
      token,
      '--kubeconfig',
      kubeconfig,
    ];
    const guards = [
      '--own-namespace',
      INSTALLED,
      '--max-responses',
      '1000',
      '--max-per-workload',
      '1000',
      '--data',
      join(this.#folder, 'responder'),
    ];
    const actions = ACTIONS.flatMap(action => ['--action', action]);
    this.#responder = await startRole(this.#folder, 'responder', [...words, ...guards, ...actions], /^acting on/m);
  }

  async kill(): Promise<void> {
    await this.#responder?.kill();
  }

  async stop(): Promise<void> {
    await this.#responder?.stop();
  }

  /** Asks the server for a response on the deployment, or on a pod. */
  ask(
    action: Detail['action'],
    change: { readonly pod?: string; readonly dryRun?: boolean; readonly node?: string } = {},
  ): Promise<Detail> {
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: NAMESPACE, name: 'web' };
    const { pod, node, dryRun = false } = change;
    const other = pod === undefined ? deployment : { apiVersion: 'v1', kind: 'Pod', namespace: NAMESPACE, name: pod };
    const target = node === undefined ? other : { apiVersion: 'v1', kind: 'Node', namespace: '', name: node };
    return this.platform.admin.call(endpoints.request, { body: { cluster: this.#cluster, action, target, reason: 'trial', dryRun } });
  }

  undo(id: string): Promise<Detail> {
    return this.platform.admin.call(endpoints.undo, { params: { id }, body: { reason: 'enough' } });
  }

  /** Runs a command of `respond` as somebody with a token of a role, and no kubeconfig. */
  async run(role: 'admin' | 'viewer', words: readonly string[]): Promise<Ran> {
    const file = join(this.#folder, `${role}.token`);
    const { secret } = await this.platform.admin.call(tokens.endpoints.create, { body: { name: role, role, scope: {}, days: 1 } });
    writeFileSync(file, secret, { mode: 0o600 });
    return runBreakwater(['respond', ...words, '--server', this.platform.url, '--token-file', file], { KUBECONFIG: '/nowhere' });
  }

  /** The response once it is in one of the states. */
  async until(id: string, ...states: readonly Detail['state'][]): Promise<Detail> {
    let found: Detail | undefined;
    await waitUntil(`${id} is ${states.join(' or ')}`, SECONDS, async () => {
      found = await this.platform.admin.call(endpoints.get, { params: { id } });
      return states.includes(found.state);
    });
    return found as Detail;
  }

  async look(): Promise<{ readonly replicas: unknown; readonly generation: number }> {
    const { body } = await this.client.request('GET', `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/web`);
    return { replicas: read(body, 'spec', 'replicas'), generation: Number(read(body, 'metadata', 'generation')) };
  }
}

const PARTS: readonly (readonly [name: string, make: (stage: Stage) => Promise<readonly string[]>])[] = [
  ['a plan comes back, and nothing has changed', planOnly],
  ['a response is done and taken back', doAndUndo],
  ['a response is asked for, listed and taken back by command line, without a kubeconfig', doByCommandLine],
  ['who may only ask waits for approval; nobody waits for a responder that is not there', waitByCommandLine],
  ['what is not enabled is refused, and what no right was given for could not be done', refuse],
  [`killed at ${KILLS.length} moments of a response and of its undo, the responder goes on: once, whole`, killOften],
  ['the server is killed in the middle, and knows afterwards', killServer],
  ['a pod is quarantined with the rights of the role, and is back afterwards', quarantine],
];

async function planOnly(stage: Stage): Promise<readonly string[]> {
  const before = await stage.look();
  const { id } = await stage.ask('scale-to-zero', { dryRun: true });
  const { record } = await stage.until(id, 'done');
  const fields = record.steps.flatMap(({ changes }) => changes.map(({ field, before: from, after }) => `${field} ${from} ${after}`));
  const after = await stage.look();
  return [
    ...(fields.includes('spec.replicas 2 0') ? [] : [`the plan says ${fields.join('; ')}`]),
    ...(after.generation === before.generation ? [] : ['something was changed']),
  ];
}

async function doAndUndo(stage: Stage): Promise<readonly string[]> {
  const { id } = await stage.ask('scale-to-zero');
  const done = await stage.until(id, 'done', 'failed', 'refused');
  const during = await stage.look();
  const left = await listPods(stage.client, NAMESPACE, 'app=web');
  if (done.undoable) await stage.undo(id);
  const undone = await stage.until(id, 'undone', 'failed', 'refused');
  const after = await stage.look();
  await waitUntil('pods are back', SECONDS, async () => (await listPods(stage.client, NAMESPACE, 'app=web')).filter(isReady).length === 2);
  return [
    ...(done.state === 'done' && done.record.verification?.state === 'verified' ? [] : [`${done.state}: ${done.message}`]),
    ...(during.replicas === 0 && left.length === 0 ? [] : [`meanwhile ${String(during.replicas)} replicas, ${left.length} pods`]),
    ...(undone.state === 'undone' && after.replicas === 2
      ? []
      : [`${undone.state}: ${undone.message}; ${String(after.replicas)} replicas`]),
  ];
}

const SCALE = [
  'scale-to-zero',
  'deployment/web',
  '-n',
  NAMESPACE,
  '--cluster',
  'acted-on',
  '--reason',
  'trial',
  '--yes',
  '--format',
  'json',
];

async function doByCommandLine(stage: Stage): Promise<readonly string[]> {
  const before = await stage.look();
  const planned = readRecord(await stage.run('admin', [...SCALE, '--dry-run']));
  const unchanged = await stage.look();
  const ran = await stage.run('admin', SCALE);
  const done = readRecord(ran);
  const during = await stage.look();
  const listed = await stage.run('viewer', ['list', '--cluster', 'acted-on']);
  const undo = await stage.run('admin', ['undo', done.request.id, '--reason', 'enough', '--yes', '--format', 'json']);
  const undone = readRecord(undo);
  const after = await stage.look();
  await waitUntil('pods are back', SECONDS, async () => (await listPods(stage.client, NAMESPACE, 'app=web')).filter(isReady).length === 2);
  const uid = planned.request.target.uid ?? '';
  return [
    ...(unchanged.generation === before.generation && uid !== '' ? [] : [`the plan changed something, or is of nothing: '${uid}'`]),
    ...(ran.code === 0 && done.state === 'done' && done.request.target.uid === uid && during.replicas === 0
      ? []
      : [`it ended with ${ran.code}, ${done.state}: ${done.message}; ${String(during.replicas)} replicas`]),
    ...(listed.code === 0 && listed.out.includes(done.request.id) ? [] : [`the list is ${listed.out}${listed.err}`]),
    ...(undo.code === 0 && undone.state === 'undone' && after.replicas === 2
      ? []
      : [`undo ended with ${undo.code}, ${undone.state}: ${undone.message}; ${String(after.replicas)} replicas`]),
  ];
}

async function waitByCommandLine(stage: Stage): Promise<readonly string[]> {
  const before = await stage.look();
  const refused = await stage.run('viewer', SCALE);
  const asked = await stage.run('viewer', [...SCALE, '--ask-approval', '--wait', '5']);
  const { request } = readRecord(asked);
  await stage.platform.admin.call(endpoints.refuse, { params: { id: request.id }, body: { reason: 'trial' } });
  await stage.kill();
  const alone = await stage.run('admin', [...SCALE, '--wait', '3']);
  await stage.start();
  const wrong = await stage.run('admin', [...SCALE, '--cluster', 'acted-onn']);
  const after = await stage.look();
  const expected: readonly (readonly [Ran, number, string])[] = [
    [refused, 2, 'this token may ask for responses, and not act'],
    [asked, 3, 'nobody has approved it within 5 s'],
    [alone, 3, "no responder of 'acted-on' has taken it up within 3 s"],
    [wrong, 2, "the server knows no cluster 'acted-onn' that you may see; did you mean 'acted-on'?"],
  ];
  return [
    ...expected.flatMap(([{ code, err }, wanted, text]) =>
      code === wanted && err.includes(text) ? [] : [`${code}: ${err}, not '${text}'`],
    ),
    ...(after.generation === before.generation ? [] : ['something was changed']),
  ];
}

async function refuse(stage: Stage): Promise<readonly string[]> {
  const { id } = await stage.ask('cordon', { node: 'node-1' });
  const { state, message } = await stage.until(id, 'refused', 'done', 'failed');
  const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
  const review = (verb: string, resource: string, group: string, subresource = '') =>
    stage.client.request('POST', path, {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: {
        user: `system:serviceaccount:${INSTALLED}:breakwater-responder`,
        resourceAttributes: { verb, resource, group, subresource, namespace: NAMESPACE },
      },
    });
  const forbidden = [
    ['patch', 'nodes', ''],
    ['get', 'secrets', ''],
    ['delete', 'deployments', 'apps'],
    ['create', 'pods', '', 'exec'],
    ['create', 'clusterrolebindings', 'rbac.authorization.k8s.io'],
  ] as const;
  const answers = await Promise.all(
    forbidden.map(async ([verb, resource, group, subresource]) => {
      const { body } = await review(verb, resource, group, subresource);
      return read(body, 'status', 'allowed') === true ? [`it may ${verb} ${resource}`] : [];
    }),
  );
  return [...(state === 'refused' && /^cordon is not enabled/.test(message) ? [] : [`${state}: ${message}`]), ...answers.flat()];
}

/** Every write of the deployment's spec raises its generation: one for the response, one for taking it back. */
async function killOften(stage: Stage): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const moment of KILLS) {
    const before = await stage.look();
    const { id } = await stage.ask('scale-to-zero');
    await setTimeout(moment);
    await stage.kill();
    await stage.start();
    const done = await stage.until(id, 'done', 'failed', 'refused', 'expired');
    const during = await stage.look();
    if (done.state !== 'done' || during.replicas !== 0 || during.generation !== before.generation + 1)
      problems.push(
        `killed after ${moment} ms: ${done.state}, ${String(during.replicas)} replicas, ${during.generation - before.generation} writes`,
      );
    await stage.undo(id);
    await setTimeout(moment);
    await stage.kill();
    await stage.start();
    const undone = await stage.until(id, 'undone', 'failed');
    const after = await stage.look();
    if (undone.state !== 'undone' || after.replicas !== 2 || after.generation !== before.generation + 2)
      problems.push(
        `undo killed after ${moment} ms: ${undone.state}, ${String(after.replicas)} replicas, ${after.generation - before.generation} writes`,
      );
  }
  return problems;
}

async function killServer(stage: Stage): Promise<readonly string[]> {
  const { id } = await stage.ask('restart');
  await setTimeout(300);
  const before = await stage.look();
  await stage.platform.server.kill();
  await setTimeout(1500);
  await stage.platform.restart();
  const done = await stage.until(id, 'done', 'failed', 'refused', 'expired');
  const after = await stage.look();
  return done.state === 'done' && after.generation <= before.generation + 1 ? [] : [`${done.state}: ${done.message}`];
}

async function quarantine(stage: Stage): Promise<readonly string[]> {
  await waitUntil('pods run', SECONDS, async () => (await listPods(stage.client, NAMESPACE, 'app=web')).filter(isReady).length === 2);
  const [pod] = (await listPods(stage.client, NAMESPACE, 'app=web')).filter(isReady);
  const { id } = await stage.ask('quarantine', { pod: String(read(pod, 'metadata', 'name')) });
  const done = await stage.until(id, 'done', 'failed', 'refused');
  const held = await listPods(stage.client, NAMESPACE, `breakwater.dev/quarantine=${id}`);
  const ready = (await listPods(stage.client, NAMESPACE, 'app=web')).filter(isReady).length;
  if (done.undoable) await stage.undo(id);
  const undone = await stage.until(id, 'undone', 'failed', 'refused');
  return [
    ...(done.state === 'done' && held.length === 1 && ready === 2
      ? []
      : [`${done.state}: ${done.message}; ${held.length} held, ${ready} ready`]),
    ...(done.record.evidence.some(({ name, sha256 }) => name === 'pod.json' && sha256 !== undefined)
      ? []
      : ['no evidence of the pod was kept']),
    ...(undone.state === 'undone' ? [] : [`${undone.state}: ${undone.message}`]),
  ];
}
