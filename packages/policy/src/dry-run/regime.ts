import type { Inventory, InventoryObject } from '@breakwater/inventory';
import type { Exception, PolicyDefinition, Result } from '@breakwater/model';
import type { CompiledPolicy, Language } from '../compiled-policy.ts';
import { evaluate } from '../evaluate.ts';
import { createExceptionBook, type ExceptionBook } from '../exceptions.ts';
import { listAnnotated } from '../local-exceptions.ts';
import type { Selection } from '../presets.ts';
import { listVariants, type ScopedSetting, type Variant } from '../settings/variants.ts';
import type { Lens } from './lens.ts';

/** Everything that decides what some policies find: how it is now, or how it would be. */
export interface Regime {
  /** Only those that are to be judged by. */
  readonly policies: readonly PolicyDefinition[];
  /** What is on where no setting says otherwise. */
  readonly selection: Selection;
  readonly settings: readonly (ScopedSetting & { readonly policy: string })[];
  readonly exceptions: readonly Exception[];
}

interface JudgeOptions {
  /** RFC 3339 UTC. */
  readonly now: string;
  readonly language: Language;
  /** Whether exceptions in annotations count; true when absent. */
  readonly annotated?: boolean;
}

/** A regime that judges one set of objects, some at a time. */
export class Judge {
  readonly #inventory: Inventory;
  readonly #lens: Lens;
  readonly #regime: Regime;
  readonly #language: Language;
  readonly #book: ExceptionBook;
  readonly #compiled = new Map<string, CompiledPolicy>();
  readonly #settings: ReadonlyMap<string, Regime['settings']>;

  /** `now` is RFC 3339 UTC: exceptions count until their expiry. */
  constructor(inventory: Inventory, lens: Lens, regime: Regime, { now, language, annotated = true }: JudgeOptions) {
    this.#inventory = inventory;
    this.#lens = lens;
    this.#regime = regime;
    this.#language = language;
    this.#book = createExceptionBook(
      [...(annotated ? listAnnotated(inventory).exceptions : []), ...regime.exceptions.map(exception => ({ exception }))],
      now,
    );
    this.#settings = Map.groupBy(regime.settings, ({ policy }) => policy);
  }

  /** Results that are worth telling; the objects are of one namespace. */
  judge(objects: readonly InventoryObject[]): readonly Result[] {
    this.#lens.set(objects);
    const policies = this.#listFor(objects[0]?.namespace ?? '');
    return policies.length === 0 ? [] : evaluate(this.#inventory, policies, { exceptions: this.#book, language: this.#language }).results;
  }

  #listFor(namespace: string): readonly CompiledPolicy[] {
    const { policies, selection } = this.#regime;
    return policies.flatMap(policy => {
      const base = {
        enabled: selection.ids.has(policy.id),
        params: selection.params[policy.id] ?? {},
        enforcement: policy.enforcement ?? {},
      };
      const variants = listVariants(base, this.#settings.get(policy.id) ?? [], this.#inventory.options.cluster, namespace);
      return variants.map(variant => this.#compile(policy, variant));
    });
  }

  #compile(policy: PolicyDefinition, variant: Variant): CompiledPolicy {
    const key = JSON.stringify([policy.id, variant]);
    const known = this.#compiled.get(key) ?? this.#lens.apply(policy, variant);
    this.#compiled.set(key, known);
    return known;
  }
}
