import { Unknown } from '@breakwater/cel';
import { type Inventory, type InventoryObject, isClusterScoped } from '@breakwater/inventory';
import type { Result, State } from '@breakwater/model';
import {
  type AdmissionInput,
  type AdmissionJudgement,
  type Authorize,
  judgeAdmission,
  type ValidatingAdmissionPolicyBinding,
} from '@breakwater/policy';
import type { Judgement } from './judge.ts';
import { createAuthorize } from './vap-authorizer.ts';
import { listParams } from './vap-params.ts';
import type { AdmissionSet, ForeignPolicy } from './vap-read.ts';

type Raw = Readonly<Record<string, unknown>>;

export interface AdmissionOptions {
  /** Namespace of objects that name none; `default` when empty, as for kubectl. */
  readonly namespace: string;
  /** Also tell what passed. */
  readonly keepPassing: boolean;
  /** Whether the objects are all that exist. */
  readonly complete: boolean;
  /** Who would apply the files; undefined when nobody said. */
  readonly user?: { readonly name: string; readonly groups: readonly string[] } | undefined;
}

/** What is the same for every object. */
interface Surroundings extends AdmissionOptions {
  readonly authorize: Authorize;
}

/** Kinds that no admission policy ever sees. */
const UNSEEN = new Set([
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
]);

/** The judgement with what ValidatingAdmissionPolicies of others say of the same objects, each as if it were created. */
export function addAdmission(judgement: Judgement, set: AdmissionSet, options: AdmissionOptions): Judgement {
  if (set.policies.length === 0) return { ...judgement, problems: [...judgement.problems, ...set.problems] };
  const { inventory, evaluation } = judgement;
  const candidates = [...set.others, ...inventory.objects.map(object => object.raw)];
  const surroundings = { ...options, authorize: createAuthorize(candidates, options) };
  const found = set.policies.flatMap(policy =>
    inventory.objects.flatMap(object => (UNSEEN.has(object.kind) ? [] : judgeObject(policy, object, inventory, candidates, surroundings))),
  );
  const states = { ...evaluation.states };
  for (const { state } of found) states[state]++;
  const told = found.filter(({ state }) => options.keepPassing || (state !== 'pass' && state !== 'not-applicable'));
  return {
    ...judgement,
    evaluation: { ...evaluation, results: [...evaluation.results, ...told], states },
    policies: judgement.policies + set.policies.length,
    problems: [...judgement.problems, ...set.problems],
  };
}

function judgeObject(
  foreign: ForeignPolicy,
  object: InventoryObject,
  inventory: Inventory,
  candidates: readonly Raw[],
  options: Surroundings,
): readonly Result[] {
  const bindings = foreign.bindings.length === 0 ? [undefined] : foreign.bindings;
  const judgements = bindings.flatMap(binding => judgeBinding(foreign, binding, toInput(object, inventory, options), candidates));
  const findings = new Map(
    judgements.flatMap(({ findings: each }) => each).map(finding => [`${finding.state} ${finding.message}`, finding]),
  );
  const quiet = judgements.some(({ applies }) => applies) ? 'pass' : 'not-applicable';
  if (findings.size === 0)
    return [toResult(foreign, object, inventory, quiet, quiet === 'pass' ? 'complies' : 'the policy does not look at it')];
  return [...findings.values()].map(({ state, message }) => toResult(foreign, object, inventory, state, message));
}

/** A binding with parameters counts once for each object that they may be. */
function judgeBinding(
  { policy, program }: ForeignPolicy,
  binding: ValidatingAdmissionPolicyBinding | undefined,
  request: Omit<AdmissionInput, 'policy'>,
  candidates: readonly Raw[],
): readonly AdmissionJudgement[] {
  const input: AdmissionInput = { policy, ...request, ...(binding === undefined ? {} : { binding }) };
  const ref = binding?.spec.paramRef;
  if (policy.spec.paramKind === undefined || ref === undefined) return [judgeAdmission(input, program)];
  const params = listParams(policy, ref, String(request.request?.['namespace'] ?? ''), candidates);
  return params.length === 0 ? [judgeAdmission(input, program)] : params.map(param => judgeAdmission({ ...input, params: param }, program));
}

/** The request that would create an object: it names its namespace, whether the file does or not. */
function toInput(object: InventoryObject, inventory: Inventory, options: Surroundings): Omit<AdmissionInput, 'policy'> {
  const { authorize } = options;
  const userInfo = toUserInfo(options.user);
  if (isClusterScoped(object.kind)) return { object: object.raw, request: { userInfo }, namespaceObject: null, authorize };
  const namespace = object.namespace || options.namespace || 'default';
  return {
    object: { ...object.raw, metadata: { ...object.metadata, namespace } },
    request: { namespace, userInfo },
    namespaceObject: toNamespaceObject(inventory, namespace),
    authorize,
  };
}

function toUserInfo(user: AdmissionOptions['user']): Raw | Unknown {
  if (user === undefined) return new Unknown('request.userInfo', 'who would apply the files is not known; --as says it');
  return { username: user.name, groups: user.groups };
}

/** The Namespace of the set; of another one only the name is known. */
function toNamespaceObject(inventory: Inventory, name: string): Raw {
  const found = inventory.find('Namespace', '', name);
  const nameLabel = { 'kubernetes.io/metadata.name': name };
  if (found !== undefined) return { ...found.raw, metadata: { ...found.metadata, labels: { ...nameLabel, ...found.labels } } };
  const unknown = (field: string) => new Unknown(`namespaceObject.metadata.${field}`, `namespace '${name}' is not among the objects given`);
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: unknown('labels'), annotations: unknown('annotations') } };
}

function toResult({ name }: ForeignPolicy, object: InventoryObject, inventory: Inventory, state: State, message: string): Result {
  const location = object.source.locate?.([]);
  return {
    policy: name,
    state,
    severity: 'medium',
    message,
    target: {
      cluster: inventory.options.cluster,
      apiVersion: object.apiVersion,
      kind: object.kind,
      namespace: object.namespace,
      name: object.name,
      ...(object.uid === '' ? {} : { uid: object.uid }),
    },
    ...(location === undefined ? {} : { location }),
    standards: {},
    remediation: `Change the object so that the ValidatingAdmissionPolicy '${name}' lets it pass.`,
    evidence: [],
  };
}
