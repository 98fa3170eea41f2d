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
import { readValue, shortenText, shortenValue, showValue } from './evidence.ts';
import { resolveFix } from './fix/resolve-fix.ts';

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

/**
 * Longer than any name that the API server takes, and than any message that is read: what is longer was made to fill a
 * report with copies of itself.
 */
const MAX_NAME = 500;
const MAX_MESSAGE = 2000;

/**
 * Puts a verdict into words, with its place in the source and the facts that it rests on. Those who only decide by it leave out what it rests on, and how it
 * is repaired.
 */
export function toResult(verdict: Verdict, language: Language, isBrief = false): Result {
  const { policy, instance, inventory } = verdict;
  const { definition } = policy;
  const path = resolvePath(verdict);
  const pathText = shortenText(formatPath(path), MAX_MESSAGE);
  const inContainer = instance.container !== undefined && startsWith(path, instance.path);
  const location = instance.object.source.locate?.(path);
  const isExplained = isFinding(verdict.state) && !isBrief;
  const fix = isExplained ? listEdits(verdict) : undefined;
  // Key after key: most reports hold many, and a spread for each part that may be absent takes as long as all the rest.
  const result: Partial<Writable<Result>> = { policy: policy.id, state: verdict.state, severity: readSeverity(verdict) };
  result.message = toMessage(verdict, language);
  result.target = toReference(inventory, instance.object);
  if (inContainer) result.container = shortenText(instance.container ?? '', MAX_NAME);
  if (path.length > 0) result.path = pathText;
  if (location !== undefined) result.location = location;
  result.standards = definition.standards;
  result.remediation = (language === 'ja' ? definition.ja : definition).remediation;
  if (fix !== undefined) result.fix = fix;
  if (verdict.exception !== undefined) result.exception = verdict.exception;
  result.evidence = isExplained ? listEvidence(verdict, path, pathText) : [];
  return result as Result;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** What repairs it, with paths of the object at hand. */
function listEdits({ policy: { definition }, instance }: Verdict): Result['fix'] {
  const fix = definition.fix === undefined ? [] : resolveFix(definition.fix, { roots: instance.roots, raw: instance.object.raw });
  return fix === undefined || fix.length === 0 ? undefined : fix;
}

/** Something is wrong here, or a person has to say so, or has said that it may stay. */
function isFinding(state: State): boolean {
  return state === 'accepted' || (OUTCOMES as readonly State[]).includes(state);
}

function startsWith(path: Path, prefix: Path): boolean {
  return prefix.every((step, index) => step === path[index]);
}

/** The place that the finding points at: the policy's field below the root of its variable, else the target itself. */
export function resolvePath(verdict: Verdict): Path {
  const { instance, policy } = verdict;
  const [variable, ...rest] = policy.fieldPath ?? readPath(attempt(() => policy.field?.evaluate(verdict.bindings)));
  const root = typeof variable === 'string' && Object.hasOwn(instance.roots, variable) ? instance.roots[variable] : undefined;
  return root === undefined ? instance.path : [...root, ...rest];
}

function readPath(field: unknown): Path {
  return typeof field === 'string' ? (attempt(() => parsePath(field)) ?? []) : [];
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

/** Said behind what is true unless something that was not given makes it false. */
const OUTSIDE: Readonly<Record<Language, string>> = {
  en: ', unless it is outside of what was given (--complete says that nothing is)',
  ja: '（渡されていないオブジェクトがある場合を除きます。すべて渡した場合は --complete を指定してください）',
};

/** What a verdict says, in a language. */
export function toMessage(verdict: Verdict, language: Language): string {
  return shortenText(describe(verdict, language), MAX_MESSAGE);
}

function describe(verdict: Verdict, language: Language): string {
  const { definition } = verdict.policy;
  const title = language === 'ja' ? definition.ja.title : definition.title;
  if (verdict.state === 'not-evaluated') return `${title}: ${NOT_EVALUATED[language]}: ${verdict.cause ?? ''}`;
  if (verdict.state === 'error') return `${title}: ${BROKEN[language]}: ${verdict.cause ?? ''}`;
  if (!isFinding(verdict.state)) return title;
  try {
    const message = verdict.policy.message(language).render(verdict.bindings);
    return verdict.state === 'review' && verdict.cause !== undefined ? `${message}${OUTSIDE[language]}` : message;
  } catch (cause) {
    return `${title} (${toErrorMessage(cause)})`;
  }
}

/** Results of one object share the reference to it. */
function toReference(inventory: Inventory, object: InventoryObject): Result['target'] {
  const references = inventory.join('references', () => new WeakMap<InventoryObject, Result['target']>());
  const reference = references.get(object) ?? createReference(inventory, object);
  references.set(object, reference);
  return reference;
}

function createReference(inventory: Inventory, object: InventoryObject): Result['target'] {
  const [apiVersion = '', kind = '', namespace = '', name = '', uid = ''] = [
    object.apiVersion,
    object.kind,
    object.namespace,
    object.name,
    object.uid,
  ].map(text => shortenText(text, MAX_NAME));
  return { cluster: inventory.options.cluster, apiVersion, kind, namespace, name, ...(uid === '' ? {} : { uid }) };
}

function listEvidence(verdict: Verdict, path: Path, pathText: string): Evidence[] {
  const { policy, instance } = verdict;
  const named = (attempt(() => policy.evidence) ?? []).map(([name, program]) => ({
    source: 'fact',
    path: name,
    value: attempt(() => shortenValue(toJson(program.evaluate(verdict.bindings)))) ?? null,
  }));
  const also = (verdict.also ?? []).map(id => ({ source: 'also', path: id, value: null }));
  if (path.length === 0) return [...named, ...also];
  const value = readValue(instance.object.raw, path);
  const written =
    value === undefined
      ? { source: 'api-default', value: null }
      : { source: 'manifest', value: showValue(value, instance.object, path, policy.definition.redact === true) };
  return [{ source: written.source, path: pathText, value: written.value }, ...named, ...also];
}
