import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { type Answer, responses } from '@breakwater/api';
import type { ApiClient, Raw } from '../../cluster/api-client.ts';
import { makeImage } from '../../cluster/node/make-image.ts';
import type { RealNode } from '../../cluster/node/real-node.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { type Platform, startPlatform } from '../platform/platform.ts';
import type { Role } from '../platform/processes.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { createObjects, isReady, listPods, read, toDeployment } from './objects.ts';
import { startResponder } from './start-responder.ts';

const NAME = 'restarted-clean';
const NAMESPACE = 'bw-restarted-clean';
const IMAGE = 'rig.local/shop:1';
const PORT = 17_660;
const ROLE_PORT = 17_665;
const BUILDER_PORT = 17_666;
const SECONDS = 120;
/** What it writes to its log. */
const HEARD = 'the shop is open';

type Detail = Answer<typeof responses.endpoints.get>;

const CONTAINER = { name: 'app', image: IMAGE, imagePullPolicy: 'Never', command: ['sh', '-c', `echo ${HEARD}; exec sleep 1000000`] };

/** What runs in pods that really run is replaced by an image that a builder made meanwhile; a checkpoint is asked of a real kubelet. */
export const journey: Journey = {
  name: 'a workload is restarted from an image that was built anew, once, and each of its pods runs it; its log is kept, and a checkpoint, or it is said why there is none',
  profile: 'real',
  run: async ({ client, node, kubeconfig }, report) => {
    if (node === undefined) return ['there is no node whose pods really run'];
    const folder = createFolder(NAME);
    const roles: Role[] = [];
    const builder = new Builder(folder, node);
    try {
      builder.build('before');
      await createObjects(client, NAMESPACE, [toDeployment('shop', 2, { containers: [CONTAINER] })]);
      await waitUntil('pods run', SECONDS, async () => (await listDigests(client)).length === 2);
      const platform = await startPlatform(folder, PORT);
      roles.push(platform.server);
      await builder.open();
      const actions = ['--action', 'restart-clean', '--action', 'evidence', '--rebuild-url', `http://127.0.0.1:${BUILDER_PORT}/`];
      roles.push(...(await startResponder(platform, { cluster: NAME, kubeconfig, rolePort: ROLE_PORT, options: actions })).roles);
      const stage = { client, platform, builder };
      return [...(await restartClean(stage, report)), ...(await askForCheckpoint(stage, report))];
    } finally {
      for (const role of roles.toReversed()) await role.stop().catch(() => undefined);
      builder.close();
      await client.request('DELETE', `/api/v1/namespaces/${NAMESPACE}`);
      removeFolder(folder);
    }
  },
};

interface Stage {
  readonly client: ApiClient;
  readonly platform: Platform;
  readonly builder: Builder;
}

type Report = (line: string) => void;

/** Builds when it is asked with a key that it does not know, and says what it built when it is asked again. */
class Builder {
  readonly #folder: string;
  readonly #node: RealNode;
  readonly #built = new Map<string, string>();
  #server: Server | undefined;

  constructor(folder: string, node: RealNode) {
    this.#folder = folder;
    this.#node = node;
  }

  /** How often something was built for somebody. */
  get count(): number {
    return this.#built.size;
  }

  /** @returns the id of the image, as the node has it now */
  build(version: string): string {
    const file = join(this.#folder, `${version}.tar`);
    const id = makeImage(file, { name: IMAGE, labels: { version } });
    this.#node.loadImage(file);
    return id;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => {
      const key = String(request.headers['idempotency-key']);
      const known = this.#built.get(key);
      if (known === undefined) this.#built.set(key, this.build(`built-${this.#built.size}`));
      request.resume();
      response.writeHead(known === undefined ? 202 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(known === undefined ? {} : { digest: known }));
    });
    this.#server = server;
    await new Promise<void>(resolve => server.listen(BUILDER_PORT, '127.0.0.1', resolve));
  }

  close(): void {
    this.#server?.close();
  }
}

/** What the pods run that are ready. */
async function listDigests(client: ApiClient): Promise<readonly string[]> {
  const pods = (await listPods(client, NAMESPACE, 'app=shop')).filter(isReady);
  return pods.map(pod => String(read(pod, 'status', 'containerStatuses', 0, 'imageID')));
}

async function respond({ client, platform }: Stage, action: Detail['action'], target: Raw, params: Raw = {}): Promise<Detail> {
  const { body } = await client.request('GET', '/api/v1/namespaces/kube-system');
  const cluster = String(read(body, 'metadata', 'uid'));
  const whole = { namespace: NAMESPACE, ...target } as Detail['record']['request']['target'];
  const { id } = await platform.admin.call(responses.endpoints.request, {
    body: { cluster, action, target: whole, params, reason: 'trial' },
  });
  let found: Detail | undefined;
  await waitUntil(`${action} has ended`, SECONDS, async () => {
    found = await platform.admin.call(responses.endpoints.get, { params: { id } });
    return ['done', 'failed', 'refused', 'expired'].includes(found.state);
  });
  return found as Detail;
}

async function restartClean(stage: Stage, report: Report): Promise<readonly string[]> {
  const before = await listDigests(stage.client);
  const done = await respond(stage, 'restart-clean', { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' });
  const after = await listDigests(stage.client);
  report(`${done.state}, ${done.record.verification?.state}: ${done.message}; ${done.record.warnings.length} warning`);
  const isReplaced = after.length === 2 && after.every(digest => !before.includes(digest));
  return [
    ...(done.state === 'done' && done.record.verification?.state === 'verified' ? [] : [`${done.state}: ${done.message}`]),
    ...(isReplaced ? [] : [`its pods ran ${before.join()}, and run ${after.join()}`]),
    ...(stage.builder.count === 1 ? [] : [`something was built ${stage.builder.count} times`]),
  ];
}

async function askForCheckpoint(stage: Stage, report: Report): Promise<readonly string[]> {
  const [pod] = await listPods(stage.client, NAMESPACE, 'app=shop');
  const target = { apiVersion: 'v1', kind: 'Pod', name: String(read(pod, 'metadata', 'name')) };
  const { state, record, message } = await respond(stage, 'evidence', target, { checkpoint: true });
  const find = (name: string) => record.evidence.find(piece => piece.name === name);
  const [log, checkpoint] = [find('log-app.txt'), find('checkpoint-app.json')];
  report(`log: ${log?.bytes ?? log?.note} bytes; checkpoint: ${checkpoint?.note}`);
  const isSaid = /^(the checkpoint itself lies on node|node \S+ made no checkpoint: \S)/.test(checkpoint?.note ?? '');
  const isKept =
    log?.note === undefined &&
    readFileSync(join(stage.platform.folder, 'responder/evidence', record.request.id, 'log-app.txt'), 'utf8').includes(HEARD);
  return state === 'done' && isSaid && isKept ? [] : [`evidence is ${state}: ${message}; ${JSON.stringify(record.evidence)}`];
}
