import type { PolicyExample } from '@breakwater/model';
import { runExample } from '@breakwater/policy';
import type { ApiAnswer, ApiClient, Raw } from '../cluster/api-client.ts';
import { completeObject } from './complete-object.ts';
import type { NativeCase } from './native-cases.ts';
import { readKind, toPath } from './resource-paths.ts';

/** How the API server's answer compares with ours; `refused` by its validation, `not-served` where it knows no such kind or version. */
export type Verdict = 'same' | 'different' | 'refused' | 'not-served';

export interface Judged {
  readonly verdict: Verdict;
  readonly detail: string;
}

let count = 0;

/** Creates the objects of an example without keeping them, and compares the warnings with our verdict on the same objects. */
export async function judgeExample(client: ApiClient, member: NativeCase, example: PolicyExample, kubeVersion: string): Promise<Judged> {
  const objects = (example.objects ?? []).map(object => completeObject(object, readNamespace(object, member)));
  const answers: ApiAnswer[] = [];
  for (const object of objects) {
    const answer = await create(client, object);
    if (answer.status === 404) return { verdict: 'not-served', detail: toPath(object) };
    if (answer.status >= 400 && answer.status !== 409) return { verdict: 'refused', detail: String(answer.body['message']) };
    answers.push(answer);
  }
  const warnings = answers.flatMap(answer => answer.warnings).filter(warning => isAbout(warning, member));
  const results = runExample(member.policy, { ...example, objects: [...objects], kubeVersion }, { podSecurity: neverAsked });
  const wanted = results.some(({ state }) => state === 'fail');
  const detail = `${wanted ? 'a violation' : 'no violation'} by us, the API server says ${JSON.stringify(warnings)}`;
  return { verdict: wanted === warnings.length > 0 ? 'same' : 'different', detail };
}

function create(client: ApiClient, object: Raw): Promise<ApiAnswer> {
  const spec = (object['spec'] ?? {}) as Raw;
  if (object['kind'] === 'Pod' && spec['ephemeralContainers'] !== undefined) return addEphemeral(client, object, spec);
  return client.request('POST', `${toPath(object)}?dryRun=All`, object);
}

/** Ephemeral containers come into a pod that exists, through a sub-resource. */
async function addEphemeral(client: ApiClient, object: Raw, { ephemeralContainers, ...spec }: Raw): Promise<ApiAnswer> {
  const metadata = { ...(object['metadata'] as Raw), name: `ephemeral-${++count}` };
  const path = toPath(object);
  const plain = { ...object, metadata, spec };
  const created = await client.request('POST', path, plain);
  if (created.status !== 201) return created;
  const pod = { ...created.body, spec: { ...(created.body['spec'] as Raw), ephemeralContainers: withImages(ephemeralContainers) } };
  const answer = await client.request('PUT', `${path}/${metadata.name}/ephemeralcontainers?dryRun=All`, pod);
  await client.request('DELETE', `${path}/${metadata.name}?gracePeriodSeconds=0`);
  return answer;
}

function withImages(containers: unknown): readonly Raw[] {
  return (containers as readonly Raw[]).map(container => ({ image: 'app', ...container }));
}

function readNamespace(object: Raw, { namespace }: NativeCase): string {
  if (!readKind(object).namespaced) return '';
  return (object['metadata'] as { namespace?: string } | undefined)?.namespace ?? namespace;
}

/** `Validation failed for ValidatingAdmissionPolicy 'x' with binding 'y': …` */
function isAbout(warning: string, { names }: NativeCase): boolean {
  const name = /ValidatingAdmissionPolicy '([^']+)'/.exec(warning)?.[1];
  return name !== undefined && names.has(name);
}

function neverAsked(): never {
  throw new Error('a policy over the Pod Security facts does not export');
}
