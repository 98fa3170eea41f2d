import type { InventoryObject } from '@breakwater/inventory';
import type { Result } from '@breakwater/model';
import { createExceptionBook, evaluate, type LocalException } from '@breakwater/policy';
import type { ObjectEntry } from '../thread/object-entry.ts';
import type { Focus } from './focus.ts';
import type { JudgedPolicy } from './judged-policy.ts';
import type { Scene } from './scene.ts';
import { isWorthRow } from './violations.ts';

export interface Judgement {
  /** Findings by what they are about. */
  readonly results: ReadonlyMap<ObjectEntry, readonly Result[]>;
  /** Their messages in Japanese. */
  readonly japanese: ReadonlyMap<Result, string>;
  /** Counts by policy and state. */
  readonly states: ReadonlyMap<string, Readonly<Record<string, number>>>;
}

export interface JudgeOptions {
  readonly scene: Scene;
  /** What is judged of it. */
  readonly objects: ReadonlyMap<ObjectEntry, InventoryObject>;
  readonly policies: readonly JudgedPolicy[];
  readonly exceptions: readonly LocalException[];
  readonly focus: Focus;
}

/** Judges some objects of a scene. */
export function judgeObjects({ scene, objects, policies, exceptions, focus }: JudgeOptions): Judgement {
  focus.set(scene, new Set(objects.values()));
  const book = createExceptionBook([...scene.annotated.exceptions, ...exceptions], new Date().toISOString());
  const japanese = new Map<Result, string>();
  const counts = new StateCounts();
  const { results } = evaluate(scene.inventory, policies, {
    exceptions: book,
    onQuiet: ({ id }, state) => counts.add(id, state),
    onResult: (result, toMessageIn) => isWorthRow(result) && japanese.set(result, toMessageIn('ja')),
  });
  for (const { policy, state } of results) counts.add(policy, state);
  return { results: groupResults(results, objects), japanese, states: counts.byPolicy };
}

function groupResults(
  results: readonly Result[],
  objects: ReadonlyMap<ObjectEntry, InventoryObject>,
): ReadonlyMap<ObjectEntry, readonly Result[]> {
  const entries = new Map([...objects.keys()].map(entry => [toReferenceKey(entry), entry]));
  const grouped = new Map<ObjectEntry, Result[]>();
  for (const result of results) {
    const entry = entries.get(toReferenceKey(result.target));
    if (entry === undefined) continue;
    const group = grouped.get(entry);
    if (group === undefined) grouped.set(entry, [result]);
    else group.push(result);
  }
  return grouped;
}

function toReferenceKey({ apiVersion, kind, namespace, name }: Pick<ObjectEntry, 'apiVersion' | 'kind' | 'namespace' | 'name'>): string {
  return `${apiVersion}/${kind}/${namespace}/${name}`;
}

/** Variants of one policy are counted as one. */
class StateCounts {
  readonly byPolicy = new Map<string, Record<string, number>>();

  add(policy: string, state: string): void {
    const states = this.byPolicy.get(policy) ?? {};
    states[state] = (states[state] ?? 0) + 1;
    this.byPolicy.set(policy, states);
  }
}
