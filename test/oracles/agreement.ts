import { readdirSync, readFileSync } from 'node:fs';
import { Inventory } from '@breakwater/inventory';
import type { Policy, Result } from '@breakwater/model';
import { CompiledPolicy, createPodSecurity, evaluate, loadPolicy, NEWEST_MINOR } from '@breakwater/policy';
import { readStandard } from '../content/read-standard.ts';
import { readJsonLines } from './json-lines.ts';
import { paramsOf } from './params.ts';

/** One line of a foreign corpus, brought to a common form. */
export interface OracleCase {
  readonly file: string;
  readonly id: string;
  /** Name of the foreign check or rule. */
  readonly check: string;
  readonly conditions: readonly string[];
  readonly objects: readonly Record<string, unknown>[];
  readonly suspect: boolean;
  readonly config: unknown;
  /** What must fail, and what must not; `any` asks whether anything fails. */
  readonly expect: { readonly any: boolean } | { readonly failing: readonly string[]; readonly clean: readonly string[] };
}

interface Mapping {
  readonly file: string;
  readonly idKind: string;
  readonly id: string;
  readonly conditions: readonly string[];
}

export interface CatalogueCondition {
  readonly name: string;
  readonly scope: string;
  readonly use: string;
  readonly severity: string;
  readonly reason: string;
}

const content = new URL('../../content/', import.meta.url);

/** Policies of the checkout, read from their sources. */
export function readPolicies(): readonly Policy[] {
  return readdirSync(new URL('policies', content))
    .filter(name => name.endsWith('.yaml'))
    .map(name => loadPolicy(readFileSync(new URL(`policies/${name}`, content), 'utf8'), name).policy);
}

export function readCatalogue(path: string): { readonly conditions: readonly CatalogueCondition[]; readonly oracles: readonly Mapping[] } {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Conditions of a check, where one of them alone is what the foreign rule means although the mapping names more. */
const NARROWED: Readonly<Record<string, readonly string[]>> = {
  // Upstream's messages are about NET_RAW that is added; its clean objects have no capabilities block at all.
  'kube-linter.jsonl:drop-net-raw-capability': ['net-raw-added'],
  // Passes with one direction.
  'regolibrary.jsonl:ingress-and-egress-blocked': ['pod-without-network-policy'],
};

type Line = Readonly<Record<string, unknown>>;

/** All lines of the three corpora of configuration checkers that map to at least one of the conditions. */
export function readCases(folder: string, mappings: readonly Mapping[]): readonly OracleCase[] {
  const conditionsOf = (file: string, id: string): readonly string[] =>
    NARROWED[`${file}:${id}`] ?? mappings.find(row => row.file === file && row.idKind !== 'control' && row.id === id)?.conditions ?? [];
  const toCase = (file: string, check: string, line: Line, objects: unknown, expect: OracleCase['expect']): OracleCase => ({
    file,
    id: String(line['id']),
    check,
    conditions: conditionsOf(file, check),
    objects: objects as OracleCase['objects'],
    suspect: line['suspect'] !== undefined,
    config: line['config'],
    expect,
  });
  const regolibrary = readJsonLines(`${folder}/regolibrary.jsonl`).map(line =>
    toCase('regolibrary.jsonl', String(line['rule']), line, line['input'], { any: line['expect'] === 'fail' }),
  );
  const polaris = readJsonLines(`${folder}/polaris.jsonl`)
    .filter(line => line['type'] === 'verdict')
    .map(line => toCase('polaris.jsonl', String(line['check']), line, line['manifest'], { any: line['expect'] === 'failure' }));
  const kubeLinter = readJsonLines(`${folder}/kube-linter.jsonl`).map(line =>
    toCase('kube-linter.jsonl', String(line['check']), line, line['input'], {
      failing: listNames(line['expectedFindings']),
      clean: listNames(line['expectedClean']),
    }),
  );
  return [...regolibrary, ...polaris, ...kubeLinter];
}

/** Objects that a kube-linter line names, as `kind/name`; findings that it cannot place are left out. */
function listNames(entries: unknown): readonly string[] {
  return (Array.isArray(entries) ? entries : []).flatMap(entry => {
    const object = entry.object ?? entry;
    return typeof object?.kind === 'string' && typeof object?.name === 'string' ? [`${object.kind}/${object.name}`] : [];
  });
}

/** Judges the objects of a case, as a complete set, by those of its conditions that are policies; findings only. */
export function judgeCase(oracleCase: OracleCase, policies: ReadonlyMap<string, Policy>): readonly Result[] {
  const inventory: Inventory = new Inventory(
    oracleCase.objects.map(value => ({ value })),
    {
      cluster: 'file:oracle',
      kubeMinor: NEWEST_MINOR,
      complete: true,
      namespace: '',
      listPodSecurityViolations: (workload, level) =>
        createPodSecurity(readStandard('pod-security'), [...policies.values()]).listViolations(inventory, workload, level),
    },
  );
  const compiled = oracleCase.conditions.flatMap(id => {
    const policy = policies.get(id);
    return policy === undefined ? [] : [new CompiledPolicy({ ...policy, implies: [] }, paramsOf(oracleCase, id))];
  });
  return evaluate(inventory, compiled).results.filter(result => result.state !== 'not-evaluated');
}

/**
 * Whether the foreign rule also asks for something that is no policy yet: where it fails and ours does not, that other
 * condition may be the cause, and nothing can be said.
 */
export function isPartlyBuilt(oracleCase: OracleCase, policies: ReadonlyMap<string, Policy>): boolean {
  return oracleCase.conditions.some(id => !policies.has(id));
}

/** How our findings differ from the case; empty when they agree. */
export function explainDifference(oracleCase: OracleCase, results: readonly Result[]): string {
  const broken = results.find(result => result.state === 'error');
  if (broken !== undefined) return `error: ${broken.policy}: ${broken.message}`;
  const { expect } = oracleCase;
  if ('any' in expect) {
    if (expect.any === results.length > 0) return '';
    return expect.any ? 'upstream fails, ours passes' : `upstream passes, ours fails: ${describe(results)}`;
  }
  const failing = new Set(results.map(result => `${result.target.kind}/${result.target.name}`));
  const missed = expect.failing.filter(name => !failing.has(name));
  const added = expect.clean.filter(name => failing.has(name));
  return [missed.length > 0 ? `ours misses ${missed.join(', ')}` : '', added.length > 0 ? `ours adds ${added.join(', ')}` : '']
    .filter(part => part !== '')
    .join('; ');
}

function describe(results: readonly Result[]): string {
  return results.map(result => `${result.policy}: ${result.message} (${result.target.kind}/${result.target.name})`).join(' | ');
}
