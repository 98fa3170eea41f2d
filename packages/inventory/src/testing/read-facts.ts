import { type CelType, parseType, Unknown } from '@breakwater/cel';
import { bindTarget } from '../environment.ts';
import type { Fact } from '../fact.ts';
import { facts } from '../facts.generated.ts';
import type { Inventory } from '../inventory.ts';
import { isRecord } from '../raw.ts';
import { TARGETS } from '../targets.ts';

const FACTS_OF = Map.groupBy(facts, fact => fact.subject);
const TYPE_OF = new Map(facts.map(fact => [fact, parseType(fact.type)]));

export interface FactReading {
  /** Facts that threw, or whose value does not fit the declared type: `Container.name: …`. */
  readonly misfits: readonly string[];
  /** Names of the facts that gave a value at least once. */
  readonly read: ReadonlySet<string>;
}

/** Reads every fact of every instance of every target, and of all that facts lead to, each subject once, until `maxReads` are done. */
export function listMisfits(inventory: Inventory, maxReads: number): FactReading {
  const walk = new FactWalk(maxReads);
  for (const target of TARGETS) {
    const types = { ...target.variables, ns: 'Namespace', cluster: 'Cluster' } as Readonly<Record<string, string>>;
    for (const instance of target.list(inventory)) {
      for (const [name, view] of Object.entries(bindTarget(inventory, target, instance))) {
        const type = types[name];
        if (type !== undefined) walk.add(type, view);
      }
    }
  }
  walk.run();
  return walk;
}

class FactWalk implements FactReading {
  readonly read = new Set<string>();
  readonly #misfits = new Set<string>();
  readonly #seen = new Set<unknown>();
  readonly #queue: (readonly [string, object])[] = [];
  #left: number;

  constructor(maxReads: number) {
    this.#left = maxReads;
  }

  get misfits(): readonly string[] {
    return [...this.#misfits];
  }

  add(type: string, view: unknown): void {
    if (typeof view !== 'object' || view === null || this.#seen.has(view)) return;
    this.#seen.add(view);
    this.#queue.push([type, view]);
  }

  run(): void {
    for (const [type, view] of this.#queue) {
      for (const fact of FACTS_OF.get(type) ?? []) {
        if (this.#left-- <= 0) return;
        this.#readFact(fact, view);
      }
    }
  }

  #readFact(fact: Fact, view: object): void {
    const name = `${fact.subject}.${fact.name}`;
    try {
      const value = fact.name.split('.').reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], view);
      if (value === undefined || value instanceof Unknown) return;
      this.read.add(name);
      const problem = this.#explainMisfit(value, TYPE_OF.get(fact) ?? { kind: 'dyn' });
      if (problem !== '') this.#misfits.add(`${name}: ${fact.type} is expected, not ${problem}`);
    } catch (cause) {
      const place = cause instanceof Error ? (cause.stack?.split('\n')[1]?.trim() ?? '') : '';
      this.#misfits.add(`${name}: ${String(cause)} ${place}`);
    }
  }

  /** Empty when the value fits; views that it holds are read later. */
  #explainMisfit(value: unknown, type: CelType): string {
    switch (type.kind) {
      case 'dyn':
        return typeof value === 'function' || typeof value === 'symbol' ? typeof value : '';
      case 'bool':
        return typeof value === 'boolean' ? '' : describe(value);
      case 'int':
        return typeof value === 'bigint' || Number.isSafeInteger(value) ? '' : describe(value);
      case 'string':
        return typeof value === 'string' ? '' : describe(value);
      case 'list':
        if (!Array.isArray(value)) return describe(value);
        return value.map(entry => this.#explainMisfit(entry, type.element)).find(problem => problem !== '') ?? '';
      case 'map':
        if (!isRecord(value)) return describe(value);
        return (
          Object.values(value)
            .map(entry => this.#explainMisfit(entry, type.value))
            .find(problem => problem !== '') ?? ''
        );
      case 'object':
        if (!isRecord(value)) return describe(value);
        this.add(type.name, value);
        return '';
      default:
        return `a type that no fact has so far: ${type.kind}`;
    }
  }
}

function describe(value: unknown): string {
  return Array.isArray(value) ? 'list' : `${typeof value} ${typeof value === 'object' ? '' : String(value).slice(0, 40)}`;
}
