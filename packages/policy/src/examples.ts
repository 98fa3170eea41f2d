import { type ImageContent, type ImageScan, Inventory, type InventoryOptions, toMissingScan } from '@breakwater/inventory';
import type { Policy, PolicyExample, Result } from '@breakwater/model';
import { CompiledPolicy } from './compiled-policy.ts';
import { evaluate } from './evaluate.ts';
import { toExampleContext, toExampleEvent } from './event-example.ts';
import { EventJudge } from './event-judge.ts';
import { NEWEST_MINOR, type PodSecurity, parseMinor } from './pod-security.ts';

/** What facts of an example are computed by beside its objects. */
export interface ExampleTools {
  readonly podSecurity: () => PodSecurity;
  /** Evaluates network policies; absent where nobody does. */
  readonly createReach?: NonNullable<InventoryOptions['createReach']>;
}

/** An example that does not show what it says. */
export interface ExampleProblem {
  readonly kind: 'comply' | 'violate';
  readonly name: string;
  readonly problem: string;
}

/** Runs the examples of a policy. `tools` are used only by policies that read their facts. */
export function listExampleProblems(policy: Policy, tools: ExampleTools): readonly ExampleProblem[] {
  return (['comply', 'violate'] as const).flatMap(kind =>
    policy.examples[kind].flatMap(example => {
      const results = runExample(policy, example, tools);
      const problem = kind === 'comply' ? explainComplying(results, example) : explainViolating(results, example);
      return problem === '' ? [] : [{ kind, name: example.name, problem }];
    }),
  );
}

/** An image in which nothing is wrong; an example says what of it differs. */
const PLAIN_IMAGE: ImageContent = {
  user: '10001',
  bytes: 20_000_000,
  ageDays: 10,
  labels: {},
  volumes: [],
  ports: [],
  base: '',
  secrets: [],
  setuidFiles: [],
  shells: [],
  packageManagers: [],
  networkTools: [],
  remoteAccess: [],
  compilers: [],
  worldWritable: [],
  credentialFiles: [],
  surfaceScore: 100,
  remarks: [],
  ended: [],
  licenses: [],
  signature: 'verified',
  signers: ['release.pub'],
  attestations: ['provenance', 'sbom', 'vulnerabilities'],
  scanAgeHours: 24,
  sourceRepository: 'https://git.example.com/shop/cart',
  sourceCommit: '0123456789abcdef0123456789abcdef01234567',
  builder: 'https://ci.example.com/release',
};

/** A vulnerability that troubles nobody; an example says what of it differs. */
const MILD: ImageScan['vulnerabilities'][number] = {
  id: 'CVE-2026-0001',
  package: 'libexample',
  version: '1.0',
  severity: 'low',
  fixedIn: [],
  exploited: false,
  probability: 0,
  remote: false,
  base: false,
  daysKnown: undefined,
};

function toScan({ problem, vulnerabilities = [], ...times }: NonNullable<PolicyExample['imageScan']>): ImageScan {
  const none = toMissingScan(problem ?? '');
  const found = vulnerabilities.map((given): ImageScan['vulnerabilities'][number] => ({ ...MILD, ...given }));
  const count = (ones: typeof found): ImageScan['counts'] =>
    Object.assign(
      { ...none.counts },
      Object.fromEntries([...Map.groupBy(ones, one => one.severity)].map(([word, { length }]) => [word, length])),
    );
  const fixable = found.filter(({ fixedIn }) => fixedIn.length > 0);
  return { ...none, ageDays: 0, databaseAgeDays: 0, ...times, vulnerabilities: found, counts: count(found), fixable: count(fixable) };
}

/** Judges the objects of one example, as a complete set unless it says otherwise, by its policy alone. */
export function runExample(policy: Policy, example: PolicyExample, tools: ExampleTools): readonly Result[] {
  if (example.event !== undefined) return runEventExample(policy, example.event, example);
  const inventory: Inventory = new Inventory(
    (example.objects ?? []).map(value => ({ value })),
    {
      cluster: 'file:example',
      kubeMinor: example.kubeVersion === undefined ? NEWEST_MINOR : parseMinor(example.kubeVersion),
      complete: example.complete !== false,
      namespace: '',
      ...toRequest(example),
      readImageEnvironment: () => example.imageEnvironment,
      readImage: () => (example.imageContent === undefined ? undefined : { ...PLAIN_IMAGE, ...example.imageContent }),
      ...(example.imageScan === undefined ? {} : { readScan: () => toScan(example.imageScan ?? {}) }),
      listPodSecurityViolations: (workload, level) => tools.podSecurity().listViolations(inventory, workload, level),
      ...(tools.createReach === undefined ? {} : { createReach: tools.createReach }),
    },
  );
  return evaluate(inventory, [new CompiledPolicy(policy, example.params)], { keepPassing: true }).results;
}

function runEventExample(
  policy: Policy,
  event: Readonly<Record<string, unknown>>,
  { context = {}, params }: PolicyExample,
): readonly Result[] {
  const judge = new EventJudge([new CompiledPolicy(policy, params)], { cluster: 'file:example', keepPassing: true, redact: same => same });
  return judge.judge(toExampleEvent(event), toExampleContext(context));
}

/** What an example asks of the API server; what it does not say is empty. */
function toRequest({ request, objects = [] }: PolicyExample): Pick<InventoryOptions, 'request'> {
  if (request === undefined) return {};
  const metadata = (objects[0]?.['metadata'] ?? {}) as { readonly name?: string; readonly namespace?: string };
  const { group = '', subresource = '', user = '', groups = [], old = null } = request;
  const { operation, resource, name = metadata.name ?? '', namespace = metadata.namespace ?? '' } = request;
  return { request: { operation, group, resource, subresource, name, namespace, user, groups, old } };
}

function explainComplying(results: readonly Result[], { state = 'pass' }: PolicyExample): string {
  const wrong = results.filter(result => result.state === 'fail' || result.state === 'error');
  if (wrong.length > 0) return `expected to comply, but: ${wrong.map(result => result.message).join(' | ')}`;
  return results.some(result => result.state === state) ? '' : `expected state ${state}, got ${listStates(results)}`;
}

function explainViolating(results: readonly Result[], { state = 'fail', messages }: PolicyExample): string {
  const found = results.filter(result => result.state === state).map(result => result.message);
  if (found.length === 0)
    return `expected state ${state}, got ${results.map(({ state: got, message }) => `${got} (${message})`).join(', ') || 'nothing to judge'}`;
  return messages === undefined || JSON.stringify(found) === JSON.stringify(messages) ? '' : `messages are ${JSON.stringify(found)}`;
}

function listStates(results: readonly Result[]): string {
  return results.map(result => result.state).join(', ') || 'nothing to judge';
}
