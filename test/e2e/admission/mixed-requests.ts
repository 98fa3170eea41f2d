import { join } from 'node:path';
import { Inventory } from '@breakwater/inventory';
import type { Policy } from '@breakwater/model';
import { createNetworkReach } from '@breakwater/network';
import { CompiledPolicy, createPodSecurity, evaluate } from '@breakwater/policy';
import type { Raw } from '../../cluster/api-client.ts';
import { readStandard } from '../../content/read-standard.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { startAdmissionRole } from './admission-role.ts';
import { ReviewClient, toReview } from './review-client.ts';
import { listPolicies } from './webhook-cases.ts';
import { writeBundle } from './write-bundle.ts';

const REQUESTS = 10_000;
const MINOR = 36;
const AT_ONCE = 4;
const USERS = ['ann', 'system:serviceaccount:kube-system:replicaset-controller', 'root'];

interface Mixed {
  readonly body: string;
  /** What is judged, undefined where only the request itself is. */
  readonly object: Raw;
  readonly request: NonNullable<ConstructorParameters<typeof Inventory>[1]['request']>;
  readonly onlyRequest: boolean;
}

export const journey: Journey = {
  name: '10,000 mixed requests are answered without server and sensor as the same policies answer offline',
  full: true,
  run: async (_, report) => {
    const folder = createFolder('admission-mixed');
    const policies = listPolicies().filter(({ stages }) => stages.includes('deploy'));
    const bundle = join(folder, 'admission.bundle');
    const settings = policies.map(({ id }) => ({ policy: id, scope: {}, enabled: true, enforcement: { deploy: 'deny' } }));
    writeBundle(bundle, { kubeMinor: MINOR, revision: 1, settings, namespaces: [], complete: true });
    const admission = await startAdmissionRole(folder, bundle, ['--deadline', '29']);
    const client = new ReviewClient(admission.url, admission.ca, AT_ONCE);
    const judge = createJudge(policies);
    const requests = listRequests(policies);
    const problems: string[] = [];
    let [refused, next] = [0, 0];
    const work = async (): Promise<void> => {
      for (let index = next++; index < REQUESTS; index = next++) {
        const mixed = requests[index % requests.length] as Mixed;
        const answer = (await client.send(mixed.body)).body['response'] as {
          readonly allowed: boolean;
          readonly auditAnnotations?: Readonly<Record<string, string>>;
        };
        const got = (answer.auditAnnotations?.['refused-by'] ?? '').split(',').toSorted().join();
        const wanted = judge(mixed).toSorted().join();
        if (got !== wanted || answer.allowed !== (wanted === ''))
          problems.push(`request ${index}: refused by '${got}', offline '${wanted}': ${mixed.body.slice(0, 300)}`);
        if (!answer.allowed) refused += 1;
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      report(`${REQUESTS} requests, ${refused} refused, ${problems.length} answers differ`);
      if (refused < REQUESTS / 10 || refused > (REQUESTS * 9.9) / 10)
        problems.push(`${refused} refusals are too few or too many to prove much`);
    } finally {
      client.close();
      await admission.role.stop();
    }
    if (problems.length === 0) removeFolder(folder);
    return problems.slice(0, 20);
  },
};

/** Every object of every example, asked about in turn as created, changed, deleted and scaled, by several people; and every request of an example. */
function listRequests(policies: readonly Policy[]): readonly Mixed[] {
  const examples = policies.flatMap(({ examples: { comply, violate } }) => [...comply, ...violate]);
  const objects = examples.flatMap(({ objects: given = [] }) => given).filter(({ kind }) => typeof kind === 'string');
  const asked = examples.flatMap(({ request, objects: [object = {}] = [] }) =>
    request === undefined ? [] : [toMixed(object, request, 0)],
  );
  const mixed = objects.flatMap((object, index) => {
    const operation = ['CREATE', 'CREATE', 'UPDATE', 'DELETE'][index % 4] ?? 'CREATE';
    return [
      toMixed(object, { operation, resource: `${String(object['kind']).toLowerCase()}s` }, index),
      toMixed(object, { operation: 'CREATE', resource: 'objects' }, index + 1),
    ];
  });
  return [...asked, ...mixed];
}

function toMixed(object: Raw, asked: Raw, index: number): Mixed {
  const metadata = (object['metadata'] ?? {}) as { readonly name?: string; readonly namespace?: string };
  const text = (name: string, otherwise: string): string => (typeof asked[name] === 'string' ? (asked[name] as string) : otherwise);
  const operation = text('operation', 'CREATE');
  const request = {
    operation,
    group: text('group', ''),
    resource: text('resource', ''),
    subresource: text('subresource', ''),
    name: text('name', metadata.name ?? ''),
    namespace: text('namespace', metadata.namespace ?? ''),
    user: text('user', USERS[index % USERS.length] ?? ''),
    groups: (asked['groups'] ?? []) as readonly string[],
    old: (asked['old'] as Raw | undefined) ?? (operation === 'UPDATE' ? { ...object, spec: {} } : operation === 'DELETE' ? object : null),
  };
  const body = toReview(object, {
    operation,
    resource: { group: request.group, version: 'v1', resource: request.resource },
    subResource: request.subresource,
    name: request.name,
    namespace: request.namespace,
    userInfo: { username: request.user, groups: request.groups },
    object: operation === 'DELETE' ? null : object,
    oldObject: request.old,
  });
  const isUnchanged = operation === 'UPDATE' && request.old !== null && toJudgedText(request.old) === toJudgedText(object);
  const onlyRequest = operation === 'DELETE' || operation === 'CONNECT' || request.subresource !== '' || isUnchanged;
  return { body, object: operation === 'DELETE' ? (request.old ?? object) : object, request, onlyRequest };
}

/** What of an object has to change for an update to be judged. */
function toJudgedText({ status: _, metadata, ...rest }: Raw): string {
  const { name, labels, annotations } = (metadata ?? {}) as Raw;
  return JSON.stringify([name, labels, annotations, rest]);
}

/** Which policies find a violation, by the same evaluation as that of check. */
function createJudge(policies: readonly Policy[]): (mixed: Mixed) => readonly string[] {
  const compiled = policies.map(policy => new CompiledPolicy(policy));
  const ofRequests = compiled.filter(({ target }) => target.name === 'request');
  const standards = createPodSecurity(readStandard('pod-security'), policies);
  return ({ object, request, onlyRequest }) => {
    const inventory: Inventory = new Inventory([{ value: object }], {
      cluster: 'e2e',
      kubeMinor: MINOR,
      complete: true,
      namespace: request.namespace,
      request,
      createReach: createNetworkReach,
      listPodSecurityViolations: (workload, level) => standards.listViolations(inventory, workload, level),
    });
    const { results } = evaluate(inventory, onlyRequest ? ofRequests : compiled);
    return [...new Set(results.filter(({ state }) => state === 'fail').map(({ policy }) => policy))];
  };
}
