import {
  acceptItems,
  attestControls,
  ClusterView,
  checks,
  countStates,
  createFindings,
  createRecord,
  evaluateStandard,
  explainNothing,
  listTargets,
  narrowToScope,
  type Sha256,
  type Signer,
  scoreFrameworks,
} from '@breakwater/compliance';
import { Inventory } from '@breakwater/inventory';
import type { ComplianceRecord, ControlResult, NodeFacts, Problem, Result, Standard } from '@breakwater/model';
import { createNetworkReach } from '@breakwater/network';
import {
  CompiledPolicy,
  createControlExceptions,
  createExceptionBook,
  createPodSecurity,
  evaluate,
  listOverbroad,
  matchPattern,
  NEWEST_MINOR,
} from '@breakwater/policy';
import { builtInPolicies, builtInStandards, findStandard } from '../catalogue/catalogue.ts';
import type { RunCommand, RunOutcome } from './messages.ts';

type Raw = Readonly<Record<string, unknown>>;

export interface RunInput {
  readonly command: RunCommand;
  readonly objects: readonly Raw[];
  readonly facts: readonly NodeFacts[];
  readonly sha256: Sha256;
  readonly signer: Signer;
}

/** What each policy judges. */
const POLICIES: ReadonlyMap<string, string> = new Map(builtInPolicies.map(({ id, target }) => [id, target]));

/** Holds a cluster against frameworks, hears what people agreed on, and writes it down behind the run before. */
export function judgeRun({ command, objects, facts, sha256, signer }: RunInput): RunOutcome {
  const { id, cluster, scope, requester, startedAt, version, before } = command;
  const standards = command.frameworks.map(findStandard);
  const view = new ClusterView({ objects, facts, now: startedAt });
  const judged = judgePolicies(objects, standards, command);
  const deciders = {
    findFindings: createFindings(view, checks),
    results: judged.results,
    explainNothing: (policy: string) => explainNothing(POLICIES.get(policy) ?? '', view),
    language: command.language,
  };
  const evaluated = standards.flatMap(standard => evaluateStandard(standard, deciders));
  const decided = decide(evaluated, standards, command);
  const problems = [...judged.problems, ...decided.problems];
  const last = before === undefined ? undefined : (JSON.parse(before) as ComplianceRecord);
  const record = createRecord(
    {
      id,
      startedAt,
      finishedAt: new Date().toISOString(),
      requester,
      cluster,
      scope,
      tool: version,
      standards,
      policies: builtInPolicies,
      output: {
        results: [...decided.results],
        problems,
        summary: {
          frameworks: [...command.frameworks],
          nodes: view.nodes.length,
          objects: objects.length,
          ...countStates(decided.results),
        },
      },
    },
    { last, before: last },
    sha256,
    signer,
  );
  return toOutcome(record);
}

function judgePolicies(
  objects: readonly Raw[],
  standards: readonly Standard[],
  { cluster, kubeMinor, complete, language, exceptions, startedAt }: RunCommand,
): { readonly results: ReadonlyMap<string, readonly Result[]>; readonly problems: readonly Problem[] } {
  const ids = [...new Set(standards.flatMap(({ controls }) => controls.flatMap(control => control.policies ?? [])))];
  if (objects.length === 0 || ids.length === 0) return { results: new Map(), problems: [] };
  const podSecurity = createPodSecurity(findStandard('pod-security'), builtInPolicies);
  const inventory: Inventory = new Inventory(
    objects.map(value => ({ value })),
    {
      cluster,
      kubeMinor: Number.isNaN(kubeMinor) ? NEWEST_MINOR : kubeMinor,
      complete,
      namespace: 'default',
      listPodSecurityViolations: (workload, level) => podSecurity.listViolations(inventory, workload, level),
      createReach: createNetworkReach,
    },
  );
  const book = createExceptionBook(
    exceptions.filter(({ target }) => POLICIES.has(target)).map(exception => ({ exception })),
    startedAt,
  );
  const policies = builtInPolicies.filter(policy => ids.includes(policy.id)).map(policy => new CompiledPolicy(policy));
  const evaluation = evaluate(inventory, policies, { language, keepPassing: true, keepImplied: true, exceptions: book });
  const results = new Map<string, Result[]>(policies.map(({ id }) => [id, []]));
  for (const result of evaluation.results) if (result.state !== 'not-applicable') results.get(result.policy)?.push(result);
  return { results, problems: book.listProblems(new Set(ids), new Set(POLICIES.keys())) };
}

/** Narrows, accepts and attests, in this order: what is out of scope needs nobody's word. */
function decide(
  results: readonly ControlResult[],
  standards: readonly Standard[],
  { cluster, scope, language, startedAt: now, exceptions, attestations }: RunCommand,
): { readonly results: readonly ControlResult[]; readonly problems: readonly Problem[] } {
  const known = new Set([...listTargets(builtInStandards), ...checks.map(({ id }) => id)]);
  const own = exceptions.filter(({ target }) => known.has(target) && !POLICIES.has(target));
  const book = createControlExceptions(own, { cluster, now, asked: listTargets(standards), known });
  const narrowed = narrowToScope(results, scope, matchPattern, language);
  const accepted = acceptItems(narrowed, item => book.find(item));
  const problems = [...book.listProblems(), ...listOverbroad(accepted.flatMap(({ items }) => items))];
  return { results: attestControls(accepted, attestations, { now, cluster, language }), problems };
}

function toOutcome(record: ComplianceRecord): RunOutcome {
  const { sequence, hash, finishedAt, results, problems } = record;
  const controls = results.map(({ items, ...control }) => ({
    summary: { ...control, objects: items.length, failing: items.filter(({ state }) => state === 'fail').length },
    items: JSON.stringify(items),
  }));
  return { sequence, hash, finishedAt, record: JSON.stringify(record), scores: scoreFrameworks(results), problems, controls };
}
