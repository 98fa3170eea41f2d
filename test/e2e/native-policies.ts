import { setTimeout } from 'node:timers/promises';
import type { ApiClient } from '../cluster/api-client.ts';
import { installCustomKinds } from './custom-kinds.ts';
import type { Journey } from './journey.ts';
import { judgeExample, type Verdict } from './judge-example.ts';
import { listCaseNamespaces, listNativeCases, type NativeCase } from './native-cases.ts';
import { NATIVE_DEVIATIONS } from './native-deviations.ts';

const REGISTRATION = '/apis/admissionregistration.k8s.io/v1';
/** The type checker works through all policies one after the other. */
const CHECK_SECONDS = 300;
/** Informers of the API server take policies and bindings up within a second or two. */
const SETTLE_MS = 4000;
const AT_ONCE = 8;
/** Fewer examples that can be compared would prove less than this test says. */
const LEAST_SAME = 650;

export const journey: Journey = {
  name: 'every exported policy is accepted by the API server, type-checked without warnings, and decides as we do',
  run: async ({ client }, report) => {
    const minor = await readMinor(client);
    const cases = listNativeCases(minor);
    const objects = cases.flatMap(({ examples }) => examples.flatMap(example => example.objects ?? []));
    const kinds = await installCustomKinds(client, objects);
    const refused = await applyAll(client, cases);
    report(
      `${new Set(cases.map(({ policy }) => policy.id)).size} policies, ${cases.reduce((sum, { names }) => sum + names.size, 0)} ValidatingAdmissionPolicies applied`,
    );
    const checked = await waitForTypeChecks(client, report);
    await setTimeout(SETTLE_MS);
    const judged = await judgeAll(client, cases, minor, report);
    return [...kinds, ...refused, ...checked, ...judged];
  },
};

async function readMinor(client: ApiClient): Promise<number> {
  const { body } = await client.request('GET', '/version');
  return Number.parseInt(String(body['minor']), 10);
}

async function applyAll(client: ApiClient, cases: readonly NativeCase[]): Promise<readonly string[]> {
  const problems: string[] = [];
  await inParallel(listCaseNamespaces(cases), async name => {
    const { status, body } = await client.request('POST', '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    });
    if (status !== 201 && status !== 409) problems.push(`namespace ${name}: ${body['message']}`);
  });
  const documents = cases.flatMap(member => member.documents);
  for (const kind of ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']) {
    await inParallel(
      documents.filter(document => document.kind === kind),
      async document => {
        const path = kind === 'ValidatingAdmissionPolicy' ? 'validatingadmissionpolicies' : 'validatingadmissionpolicybindings';
        const { status, body } = await client.request('POST', `${REGISTRATION}/${path}`, document);
        if (status !== 201) problems.push(`${document.kind} ${document.metadata.name} was refused: ${body['message']}`);
      },
    );
  }
  return problems;
}

interface Status {
  readonly observedGeneration?: number;
  readonly typeChecking?: { readonly expressionWarnings?: readonly { readonly fieldRef: string; readonly warning: string }[] };
}

async function waitForTypeChecks(client: ApiClient, report: (line: string) => void): Promise<readonly string[]> {
  const begin = Date.now();
  for (;;) {
    const { body } = await client.request('GET', `${REGISTRATION}/validatingadmissionpolicies`);
    const items = body['items'] as readonly {
      readonly metadata: { readonly name: string; readonly generation: number };
      readonly status?: Status;
    }[];
    const open = items.filter(({ metadata, status }) => status?.observedGeneration !== metadata.generation);
    if (open.length === 0) {
      report(`type checks of ${items.length} finished after ${Math.round((Date.now() - begin) / 1000)} s`);
      return items.flatMap(({ metadata, status }) =>
        (status?.typeChecking?.expressionWarnings ?? []).map(
          ({ fieldRef, warning }) => `${metadata.name}: type check of ${fieldRef}: ${warning.trim()}`,
        ),
      );
    }
    if (Date.now() - begin > CHECK_SECONDS * 1000)
      return [`type checks of ${open.length} policies did not finish within ${CHECK_SECONDS} s`];
    await setTimeout(1000);
  }
}

type Outcome = Verdict | 'explained';

async function judgeAll(
  client: ApiClient,
  cases: readonly NativeCase[],
  minor: number,
  report: (line: string) => void,
): Promise<readonly string[]> {
  const problems: string[] = [];
  const counts: Record<Outcome, number> = { same: 0, explained: 0, different: 0, refused: 0, 'not-served': 0 };
  const open = new Set(Object.keys(NATIVE_DEVIATIONS));
  const work = cases.flatMap(member => member.examples.map(example => ({ member, example })));
  await inParallel(work, async ({ member, example }) => {
    const name = `${member.policy.id}: ${example.name}`;
    const { verdict, detail } = await judgeExample(client, member, example, `1.${minor}`);
    const explained = verdict === 'different' && NATIVE_DEVIATIONS[name] !== undefined;
    counts[explained ? 'explained' : verdict]++;
    if (explained) open.delete(name);
    if (verdict === 'different' && !explained) problems.push(`${name}: ${detail}`);
    if (verdict === 'refused' || verdict === 'not-served') report(`not comparable: ${name}: ${detail}`);
  });
  report(
    Object.entries(counts)
      .map(([verdict, count]) => `${verdict} ${count}`)
      .join(', '),
  );
  problems.push(...[...open].map(name => `${name}: is listed as a deviation and deviates no more`));
  if (counts.same < LEAST_SAME) problems.push(`only ${counts.same} examples could be compared, ${LEAST_SAME} are expected`);
  return problems;
}

async function inParallel<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of queue) await run(item);
    }),
  );
}
