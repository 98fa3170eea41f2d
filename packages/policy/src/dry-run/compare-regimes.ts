import { findTarget, type Inventory, type InventoryObject } from '@breakwater/inventory';
import type { PolicyDefinition, Result } from '@breakwater/model';
import type { Language } from '../compiled-policy.ts';
import { Lens } from './lens.ts';
import { Judge, type Regime } from './regime.ts';

/** A violation that would open or close. */
export interface Difference {
  readonly change: 'opens' | 'closes';
  readonly result: Result;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Objects that were judged, of all that there are to judge. */
  readonly judged: number;
  readonly all: number;
  /** How often the policies would come to another state than pass, fail and not-applicable, by state. */
  readonly undecided: Readonly<Record<string, number>>;
  /** Why something could not be decided, each message once. */
  readonly reasons: readonly string[];
}

export interface CompareOptions {
  readonly inventory: Inventory;
  readonly before: Regime;
  readonly after: Regime;
  /** RFC 3339 UTC. */
  readonly now: string;
  readonly language: Language;
  /** Asked between parts; what is left then is not judged. */
  readonly isLate: () => boolean;
}

/** Objects that are judged at a stretch. */
const PART = 50;
const MAX_REASONS = 10;

/**
 * Judges one set of objects twice, and says what differs. Both times the same objects are looked at, so that what a server does not hold
 * does not look like a change.
 */
export function compareRegimes({ inventory, before, after, now, language, isLate }: CompareOptions): Comparison {
  const lens = new Lens(inventory);
  const [old, next] = [before, after].map(regime => new Judge(inventory, lens, regime, { now, language }));
  if (old === undefined || next === undefined) throw new TypeError('two regimes are compared');
  const objects = listJudged(lens, [...before.policies, ...after.policies]);
  const tally = new Tally();
  let judged = 0;
  for (const part of listParts(objects)) {
    if (isLate()) break;
    tally.add(old.judge(part), next.judge(part));
    judged += part.length;
  }
  return { ...tally.read(), judged, all: objects.length };
}

/** Objects that one of the policies may say something about. */
function listJudged(lens: Lens, policies: readonly PolicyDefinition[]): readonly InventoryObject[] {
  const targets = new Set(policies.flatMap(({ target }) => findTarget(target) ?? []));
  return [...new Set([...targets].flatMap(target => [...lens.list(target).keys()]))];
}

function listParts(objects: readonly InventoryObject[]): readonly (readonly InventoryObject[])[] {
  return [...Map.groupBy(objects, ({ namespace }) => namespace).values()].flatMap(group =>
    Array.from({ length: Math.ceil(group.length / PART) }, (_, index) => group.slice(index * PART, (index + 1) * PART)),
  );
}

class Tally {
  readonly #differences: Difference[] = [];
  readonly #undecided: Record<string, number> = {};
  readonly #reasons = new Set<string>();

  add(before: readonly Result[], after: readonly Result[]): void {
    const [old, next] = [indexFailing(before), indexFailing(after)];
    for (const [key, result] of next) if (!old.has(key)) this.#differences.push({ change: 'opens', result });
    for (const [key, result] of old) if (!next.has(key)) this.#differences.push({ change: 'closes', result });
    for (const { state, message } of after) {
      if (state === 'fail') continue;
      this.#undecided[state] = (this.#undecided[state] ?? 0) + 1;
      if ((state === 'not-evaluated' || state === 'error') && this.#reasons.size < MAX_REASONS) this.#reasons.add(message);
    }
  }

  read(): Pick<Comparison, 'differences' | 'undecided' | 'reasons'> {
    return { differences: this.#differences, undecided: this.#undecided, reasons: [...this.#reasons] };
  }
}

/** What one policy says about one object or container is one violation, told by its first place. */
function indexFailing(results: readonly Result[]): ReadonlyMap<string, Result> {
  const groups = Map.groupBy(
    results.filter(({ state }) => state === 'fail'),
    toKey,
  );
  return new Map([...groups].flatMap(([key, [first]]) => (first === undefined ? [] : [[key, first] as const])));
}

function toKey({ policy, target: { apiVersion, kind, namespace, name }, container = '' }: Result): string {
  return [policy, apiVersion, kind, namespace, name, container].join('\n');
}
