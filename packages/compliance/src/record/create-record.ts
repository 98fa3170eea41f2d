import type { ComplianceItem, ComplianceOutput, ComplianceRecord, Evidence, PolicyDefinition, Standard } from '@breakwater/model';
import { addHistory } from './add-history.ts';
import { toCanonicalJson } from './canonical-json.ts';
import { ATTESTATION } from './find-cause.ts';
import { type Sha256, type Signer, sealRecord } from './seal-record.ts';

/** A run that is over. */
export interface FinishedRun extends Pick<ComplianceRecord, 'id' | 'startedAt' | 'finishedAt' | 'requester' | 'cluster' | 'scope'> {
  readonly output: Pick<ComplianceOutput, 'results' | 'problems' | 'summary'>;
  /** Version of Breakwater, which is that of its checks. */
  readonly tool: string;
  readonly standards: readonly Standard[];
  /** Policies that there were; only those that the standards name are pinned. */
  readonly policies: readonly PolicyDefinition[];
}

export interface Chain {
  /** The last record of the chain; undefined where this one is the first. */
  readonly last: Pick<ComplianceRecord, 'sequence' | 'hash'> | undefined;
  /** The last record of the same cluster, from which history goes on. */
  readonly before: ComplianceRecord | undefined;
}

/** The record of a run, with the history of what it found, behind the last one of its chain. */
export function createRecord(run: FinishedRun, { last, before }: Chain, sha256: Sha256, signer: Signer): ComplianceRecord {
  const { output, tool, standards, policies, ...frame } = run;
  const content = pinContent(run, sha256);
  const results = output.results.map(control => ({ ...control, items: control.items.map(boundItem) }));
  const recorded = addHistory({ scope: run.scope, content, finishedAt: run.finishedAt, results }, before, sha256);
  return sealRecord(
    { ...frame, content, results: [...recorded], problems: output.problems, summary: output.summary },
    last,
    sha256,
    signer,
  );
}

function pinContent({ tool, standards, policies }: FinishedRun, sha256: Sha256): ComplianceRecord['content'] {
  const texts = new Map(policies.map(policy => [policy.id, policy]));
  const controls = standards.flatMap(standard => standard.controls);
  const checks = controls.flatMap(control => control.checks ?? []).map(id => [id, tool] as const);
  const judged = [...new Set(controls.flatMap(control => control.policies ?? []))].map(
    id => [id, sha256(toCanonicalJson(texts.get(id) ?? null))] as const,
  );
  return {
    tool,
    frameworks: Object.fromEntries(standards.map(standard => [standard.id, sha256(toCanonicalJson(standard))])),
    deciders: { ...Object.fromEntries([...checks, ...judged]), [ATTESTATION]: '' },
  };
}

/** Pieces of evidence of one item, and characters of one value, that a record keeps. */
const MAX_EVIDENCE = 50;
const MAX_VALUE = 4000;

/** A cluster decides how much evidence there is; a record keeps what a person would read. */
function boundItem(item: ComplianceItem): ComplianceItem {
  return { ...item, evidence: item.evidence.slice(0, MAX_EVIDENCE).map(boundEvidence) };
}

function boundEvidence(evidence: Evidence): Evidence {
  const text = typeof evidence.value === 'string' ? evidence.value : JSON.stringify(evidence.value);
  if (text === undefined || text.length <= MAX_VALUE) return { ...evidence, value: evidence.value ?? null };
  return { ...evidence, value: `${text.slice(0, MAX_VALUE).toWellFormed()}…` };
}
