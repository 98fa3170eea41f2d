import { countStates, createRecord, decideByPeople, judgeCluster, type Sha256, type Signer, scoreFrameworks } from '@breakwater/compliance';
import { Inventory } from '@breakwater/inventory';
import type { ComplianceRecord, NodeFacts } from '@breakwater/model';
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
const MODEL = { createBook: createControlExceptions, listOverbroad, matches: matchPattern };

/** Holds a cluster against frameworks, hears what people agreed on, and writes it down behind the run before. */
export function judgeRun({ command, objects, facts, sha256, signer }: RunInput): RunOutcome {
  const { id, cluster, scope, requester, startedAt, version, before, language } = command;
  const standards = command.frameworks.map(findStandard);
  const seen = { objects, facts, now: startedAt };
  const judge = (policies: readonly string[]) => judgePolicies(objects, policies, command);
  const judged = judgeCluster({ seen, standards, targets: POLICIES, judge, language });
  const { view } = judged;
  const decided = decideByPeople(
    judged.results,
    { ...command, view, standards, known: builtInStandards, policies: POLICIES, now: startedAt },
    MODEL,
  );
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
  ids: readonly string[],
  { cluster, kubeMinor, complete, language, exceptions, startedAt }: RunCommand,
) {
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
  return { results: evaluation.results, problems: book.listProblems(new Set(ids), new Set(POLICIES.keys())) };
}

function toOutcome(record: ComplianceRecord): RunOutcome {
  const { sequence, hash, finishedAt, results, problems } = record;
  const controls = results.map(({ items, ...control }) => ({
    summary: { ...control, objects: items.length, failing: items.filter(({ state }) => state === 'fail').length },
    items: JSON.stringify(items),
  }));
  return { sequence, hash, finishedAt, record: JSON.stringify(record), scores: scoreFrameworks(results), problems, controls };
}
