import type { Bindings } from '@breakwater/cel';
import { toJson } from '@breakwater/cel';
import type { Inventory, InventoryObject, TargetInstance } from '@breakwater/inventory';
import { formatPath, parsePath } from '@breakwater/manifest';
import {
  type Evidence,
  type Exception,
  isSeverity,
  OUTCOMES,
  type Result,
  type Severity,
  type State,
  toErrorMessage,
} from '@breakwater/model';
import type { CompiledPolicy, Language } from './compiled-policy.ts';

/** What a policy decided on one target, before it is put into words. */
export interface Verdict {
  readonly policy: CompiledPolicy;
  readonly instance: TargetInstance;
  readonly bindings: Bindings;
  readonly inventory: Inventory;
  readonly state: State;
  /** Why it could not be decided. */
  readonly cause?: string;
  /** Who accepted it, and until when. */
  readonly exception?: Exception;
  /** Weaker policies that hold here too. */
  also?: string[];
}

type Path = readonly (string | number)[];

/** Puts a verdict into words, with its place in the source and the facts that it rests on. */
export function toResult(verdict: Verdict, language: Language): Result {
  const { policy, instance, inventory } = verdict;
  const { definition } = policy;
  const path = resolvePath(verdict);
  const inContainer = instance.container !== undefined && startsWith(path, instance.path);
  const location = instance.object.source.locate?.(path);
  const texts = language === 'ja' ? definition.ja : definition;
  return {
    policy: policy.id,
    state: verdict.state,
    severity: readSeverity(verdict),
    message: describe(verdict, language),
    target: toReference(inventory, instance.object),
    ...(inContainer ? { container: instance.container } : {}),
    ...(path.length > 0 ? { path: formatPath(path) } : {}),
    ...(location === undefined ? {} : { location }),
    standards: definition.standards,
    remediation: texts.remediation,
    ...(definition.fix === undefined || !isFinding(verdict.state) ? {} : { fix: definition.fix }),
    ...(verdict.exception === undefined ? {} : { exception: verdict.exception }),
    evidence: isFinding(verdict.state) ? listEvidence(verdict, path) : [],
  };
}

/** Something is wrong here, or a person has to say so, or has said that it may stay. */
function isFinding(state: State): boolean {
  return state === 'accepted' || (OUTCOMES as readonly State[]).includes(state);
}

function startsWith(path: Path, prefix: Path): boolean {
  return prefix.every((step, index) => step === path[index]);
}

/** The place that the finding points at: the policy's field below the root of its variable, else the target itself. */
function resolvePath(verdict: Verdict): Path {
  const { instance, policy } = verdict;
  const field = policy.definition.field ?? attempt(() => policy.field?.evaluate(verdict.bindings));
  const [variable, ...rest] = typeof field === 'string' ? (attempt(() => parsePath(field)) ?? []) : [];
  const root = typeof variable === 'string' && Object.hasOwn(instance.roots, variable) ? instance.roots[variable] : undefined;
  return root === undefined ? instance.path : [...root, ...rest];
}

/** What only adds to a finding must not lose it. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

function readSeverity({ policy, bindings }: Verdict): Severity {
  const given = attempt(() => policy.severity?.evaluate(bindings));
  return typeof given === 'string' && isSeverity(given) ? given : policy.definition.severity;
}

const NOT_EVALUATED = { en: 'could not be evaluated', ja: '評価できませんでした' } as const;
const BROKEN = { en: 'the policy failed here', ja: 'ポリシーの評価に失敗しました' } as const;

function describe(verdict: Verdict, language: Language): string {
  const { definition } = verdict.policy;
  const title = language === 'ja' ? definition.ja.title : definition.title;
  if (verdict.state === 'not-evaluated') return `${title}: ${NOT_EVALUATED[language]}: ${verdict.cause ?? ''}`;
  if (verdict.state === 'error') return `${title}: ${BROKEN[language]}: ${verdict.cause ?? ''}`;
  if (!isFinding(verdict.state)) return title;
  try {
    return verdict.policy.message(language).render(verdict.bindings);
  } catch (cause) {
    return `${title} (${toErrorMessage(cause)})`;
  }
}

function toReference(inventory: Inventory, object: InventoryObject): Result['target'] {
  const { apiVersion, kind, namespace, name, uid } = object;
  return { cluster: inventory.options.cluster, apiVersion, kind, namespace, name, ...(uid === '' ? {} : { uid }) };
}

const REDACTED = '(redacted)';

function listEvidence(verdict: Verdict, path: Path): Evidence[] {
  const { policy, instance } = verdict;
  const named = (attempt(() => policy.evidence) ?? []).map(([name, program]) => ({
    source: 'fact',
    path: name,
    value: attempt(() => toJson(program.evaluate(verdict.bindings))) ?? null,
  }));
  const also = (verdict.also ?? []).map(id => ({ source: 'also', path: id, value: null }));
  if (path.length === 0) return [...named, ...also];
  const value = readValue(instance.object.raw, path);
  const written = value === undefined ? { source: 'api-default', value: null } : { source: 'manifest', value: shorten(value, path) };
  const hidden = policy.definition.redact === true || holdsSecret(instance.object, path);
  const redacted = hidden && value !== undefined ? { ...written, value: REDACTED } : written;
  return [{ source: redacted.source, path: formatPath(path), value: redacted.value }, ...named, ...also];
}

/** Whatever a policy points at inside a Secret, its values are never shown. */
function holdsSecret({ kind }: InventoryObject, path: Path): boolean {
  return kind === 'Secret' && (path[0] === 'data' || path[0] === 'stringData');
}

function readValue(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}

/** Fields in which people write passwords, whatever they are meant for: inside a larger value they are not repeated. */
const PLACES_OF_SECRETS = new Set(['annotations', 'args', 'command', 'data', 'env', 'options', 'stringData']);

/** Evidence is for reading: whole containers and long texts are not repeated in it. */
function shorten(value: unknown, path: Path): unknown {
  if (typeof value === 'string') return value.length > 200 ? `${value.slice(0, 200)}…` : value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (path.some(step => PLACES_OF_SECRETS.has(String(step)))) return summarize(value);
  const text = JSON.stringify(value, (key, inner) => {
    if (PLACES_OF_SECRETS.has(key) && typeof inner === 'object' && inner !== null) return summarize(inner);
    return typeof inner === 'bigint' ? String(inner) : inner;
  });
  return text.length > 400 ? summarize(value) : JSON.parse(text);
}

function summarize(value: object): string {
  return Array.isArray(value) ? `list of ${value.length}` : `map of ${Object.keys(value).length}`;
}
