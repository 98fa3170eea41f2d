import { setTimeout } from 'node:timers/promises';
import { type AccessRequest, Authorizer, isUrlRequest, readRbac } from '@breakwater/rbac';
import type { ApiClient } from '../cluster/api-client.ts';
import type { Journey } from './journey.ts';
import { createDice, type Dice, drawBindings, drawQuestion, drawRoles, NAMESPACES, type Question } from './rbac-random.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const QUESTIONS = 5000;
const AT_ONCE = 10;
/** Informers of the authorizer take roles and bindings up within a second or two. */
const SETTLE_MS = 3000;
/** Fewer that are allowed would say little about how rules match. */
const LEAST_ALLOWED = QUESTIONS / 10;

const COLLECTIONS = {
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  Role: 'roles',
  RoleBinding: 'rolebindings',
} as const;

export const journey: Journey = {
  name: 'the authorizer answers as the API server does',
  run: async ({ client }, report) => {
    const dice = createDice(Date.now());
    report(`seed ${dice.seed}`);
    const refused = await createObjects(client, dice);
    await setTimeout(SETTLE_MS);
    const authorizer = new Authorizer(readRbac(await listObjects(client)));
    const faults = authorizer.faults.map(({ path, message }) => `fault: ${path}: ${message}`);
    const { wrong, allowed } = await compareAnswers(client, authorizer, dice);
    report(`${QUESTIONS} questions, ${allowed} allowed, ${wrong.length} answered otherwise`);
    const few = allowed < LEAST_ALLOWED ? [`only ${allowed} of ${QUESTIONS} questions were allowed`] : [];
    return [...refused, ...faults, ...wrong, ...few];
  },
};

async function createObjects(client: ApiClient, dice: Dice): Promise<readonly string[]> {
  for (const name of NAMESPACES)
    await client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const problems: string[] = [];
  for (const object of [...drawRoles(dice), ...drawBindings(dice)]) {
    const { kind, metadata } = object;
    const scope = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
    const { status, body } = await client.request('POST', `${RBAC}${scope}/${COLLECTIONS[kind]}`, object);
    if (status !== 201) problems.push(`${kind} ${metadata.name} was refused: ${body['message']}`);
  }
  return problems;
}

async function listObjects(client: ApiClient): Promise<readonly unknown[]> {
  const lists = Object.entries(COLLECTIONS).map(async ([kind, plural]) => {
    const { body } = await client.request('GET', `${RBAC}/${plural}`);
    return (body['items'] as readonly object[]).map(item => ({ ...item, kind }));
  });
  return (await Promise.all(lists)).flat();
}

async function compareAnswers(client: ApiClient, authorizer: Authorizer, dice: Dice) {
  const wrong: string[] = [];
  let allowed = 0;
  for (let done = 0; done < QUESTIONS; done += AT_ONCE) {
    const questions = Array.from({ length: AT_ONCE }, () => drawQuestion(dice));
    const answers = await Promise.all(questions.map(question => askServer(client, question)));
    for (const [index, { user, request }] of questions.entries()) {
      const ours = authorizer.authorize(user, request).allowed;
      if (answers[index] === true) allowed++;
      if (ours !== answers[index]) wrong.push(`${JSON.stringify({ user, request })}: the API server says ${answers[index]}`);
    }
  }
  return { wrong, allowed };
}

async function askServer(client: ApiClient, { user, request }: Question): Promise<boolean> {
  const spec = { user: user.name, groups: user.groups, ...toAttributes(request) };
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec };
  const { status, body } = await client.request('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', review);
  if (status !== 201) throw new Error(`a SubjectAccessReview was refused: ${body['message']}`);
  return (body['status'] as { readonly allowed?: boolean }).allowed === true;
}

function toAttributes(request: AccessRequest): object {
  return isUrlRequest(request)
    ? { nonResourceAttributes: { path: request.url, verb: request.verb } }
    : { resourceAttributes: { ...request } };
}
