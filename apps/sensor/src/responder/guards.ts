import { CONFIDENCES, type Confidence, type ResponseAction, type ResponseRequest } from '@breakwater/model';
import type { WorkloadFacts } from './contract.ts';

export interface GuardSettings {
  /** Actions that are allowed at all. */
  readonly actions: readonly ResponseAction[];
  /** Patterns of namespaces, `*` for any text, in which nothing is done. */
  readonly protectedNamespaces: readonly string[];
  /** Kinds that nothing is done to, as `Node`. */
  readonly protectedKinds: readonly string[];
  /** Namespace of Breakwater itself; empty where it runs in none. */
  readonly ownNamespace: string;
  /** Ready pods that a workload keeps when single pods are ended or cut off. */
  readonly minHealthy: number;
  /** Responses in one window, of all and of one workload. */
  readonly maxPerWindow: number;
  readonly maxPerWorkload: number;
  readonly windowSeconds: number;
  /** What policies may do by themselves: nothing, say what they would do, or do it. */
  readonly automatic: 'off' | 'dry-run' | 'act';
  /** How sure a policy must be. */
  readonly leastConfidence: Confidence;
}

export const GUARD_DEFAULTS: Omit<GuardSettings, 'actions'> = {
  protectedNamespaces: ['kube-system', 'kube-public', 'kube-node-lease'],
  protectedKinds: [],
  ownNamespace: '',
  minHealthy: 1,
  maxPerWindow: 20,
  maxPerWorkload: 3,
  windowSeconds: 600,
  automatic: 'dry-run',
  leastConfidence: 'high',
};

/** What guards look at beside the request. */
export interface GuardFacts {
  readonly now: number;
  readonly workload: WorkloadFacts | undefined;
  /** Responses that acted within the window, and those on the same workload. */
  readonly recent: { readonly all: number; readonly workload: number };
  /** Another response that holds the same object in the same way. */
  readonly holder: string | undefined;
}

export interface Refusal {
  readonly guard: string;
  readonly message: string;
}

interface Guard {
  readonly name: string;
  /** Undefined when there is nothing against it. */
  readonly check: (request: ResponseRequest, settings: GuardSettings, facts: GuardFacts) => string | undefined;
}

/** Actions that take one pod away from its workload. */
const TAKES_POD: readonly ResponseAction[] = ['kill-pod', 'quarantine'];
/** Actions that only read. */
const READS: readonly ResponseAction[] = ['evidence'];
/** Actions that no pod notices: however many there are, nothing stops. */
const GENTLE: readonly ResponseAction[] = [...READS, 'label', 'annotate'];

/** Whether the circuit breaker counts it. */
export function isCounted(action: ResponseAction): boolean {
  return !GENTLE.includes(action);
}

const GUARDS: readonly Guard[] = [
  {
    name: 'action-enabled',
    check: ({ action }, { actions }) =>
      actions.includes(action)
        ? undefined
        : `${action} is not enabled on this responder: start it with --action ${action}, and give it the rights`,
  },
  {
    name: 'expired',
    check: ({ expiresAt }, _, { now }) =>
      expiresAt !== undefined && Date.parse(expiresAt) <= now ? `it was good until ${expiresAt}: ask for it again` : undefined,
  },
  {
    name: 'own-namespace',
    check: ({ action, target }, { ownNamespace }) =>
      ownNamespace !== '' && target.namespace === ownNamespace && !READS.includes(action)
        ? `nothing is done in ${ownNamespace}, where Breakwater itself runs`
        : undefined,
  },
  {
    name: 'protected-namespace',
    check: ({ action, target }, { protectedNamespaces }) => {
      const pattern = READS.includes(action) ? undefined : protectedNamespaces.find(each => matchesPattern(each, target.namespace));
      return pattern === undefined ? undefined : `namespace ${target.namespace} is protected: what runs there keeps the cluster alive`;
    },
  },
  {
    name: 'protected-kind',
    check: ({ action, target }, { protectedKinds }) =>
      !READS.includes(action) && protectedKinds.includes(target.kind) ? `${target.kind} is a protected kind of this responder` : undefined,
  },
  {
    name: 'automatic',
    check: ({ requestedBy, dryRun }, { automatic }) => {
      if (requestedBy.type !== 'policy' || automatic === 'act' || (automatic === 'dry-run' && dryRun)) return undefined;
      return automatic === 'off'
        ? 'policies do nothing by themselves here: start the responder with --automatic dry-run or act'
        : 'policies only say what they would do here: start the responder with --automatic act once you have seen enough of it';
    },
  },
  {
    name: 'confidence',
    check: ({ requestedBy, confidence = 'low' }, { leastConfidence }) =>
      requestedBy.type === 'policy' && CONFIDENCES.indexOf(confidence) < CONFIDENCES.indexOf(leastConfidence)
        ? `policy ${requestedBy.name} is sure of it to the degree '${confidence}', and '${leastConfidence}' is wanted`
        : undefined,
  },
  {
    name: 'held-already',
    check: (_, __, { holder }) => (holder === undefined ? undefined : `response ${holder} holds it in this way already: undo that first`),
  },
  {
    name: 'minimum-healthy',
    check: ({ action, params, requestedBy }, { minHealthy }, { workload }) => {
      if (!TAKES_POD.includes(action) || workload?.ready === undefined || workload.lost === 0) return undefined;
      if (params.force === true && requestedBy.type === 'user') return undefined;
      const left = workload.ready - workload.lost;
      if (left >= minHealthy) return undefined;
      return `${workload.kind} ${workload.name} would have ${left} ready pods left, and keeps at least ${minHealthy}: scale it up first, or force it`;
    },
  },
  {
    name: 'circuit-breaker',
    check: ({ action }, { maxPerWindow, maxPerWorkload, windowSeconds }, { recent }) => {
      if (!isCounted(action)) return undefined;
      if (recent.all >= maxPerWindow)
        return `${recent.all} responses acted within ${windowSeconds} s, and ${maxPerWindow} are the most: look at what causes them before more is done`;
      if (recent.workload >= maxPerWorkload)
        return `${recent.workload} responses acted on this workload within ${windowSeconds} s, and ${maxPerWorkload} are the most`;
      return undefined;
    },
  },
];

/** Everything that speaks against a response; empty when it may be done. */
export function listRefusals(request: ResponseRequest, settings: GuardSettings, facts: GuardFacts): readonly Refusal[] {
  return GUARDS.flatMap(({ name, check }) => {
    const message = check(request, settings, facts);
    return message === undefined ? [] : [{ guard: name, message }];
  });
}

/** `*` stands for any text. */
function matchesPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest.slice(0, -1)) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  const last = rest.at(-1) ?? '';
  return text.length - last.length >= from && text.endsWith(last);
}
