import type { PodSelection } from '../policy/normal-form.ts';
import { type Selector, selects } from '../policy/selector.ts';
import type { Labels, Pod, World } from '../world.ts';
import { addBit, type Bitset, createBitset, fullBitset, intersectWith, subtractFrom, uniteWith } from './bitset.ts';

const NO_LABELS: Labels = {};

/** Answers selections with sets of classes: a selector is a few set operations, made once for all that mean the same. */
export class SelectionIndex {
  readonly #pods: readonly Pod[];
  readonly #world: World;
  readonly #size: number;
  readonly #byNamespace = new Map<string, Bitset>();
  /** By label key: the classes with each value, and with any. */
  readonly #byKey = new Map<string, { readonly any: Bitset; readonly values: Map<string, Bitset> }>();
  readonly #podSelectors = new Map<string, Bitset>();
  readonly #namespaceSelectors = new Map<string, Bitset>();

  /** `size` is that of the sets; the classes of pods come first in them. */
  constructor(pods: readonly Pod[], world: World, size: number) {
    this.#pods = pods;
    this.#world = world;
    this.#size = size;
    for (const [index, pod] of pods.entries()) addBit(getOrCreate(this.#byNamespace, pod.namespace, size), index);
  }

  /** As `isSelected`, for all classes at once. `subjectNamespace` is that of the pod whose policy asks. */
  find(selection: PodSelection, subjectNamespace?: string): Bitset {
    const found =
      selection.namespace === undefined
        ? fullBitset(this.#size)
        : (this.#byNamespace.get(selection.namespace) ?? createBitset(this.#size)).slice();
    if (selection.namespaces !== undefined) intersectWith(found, this.#findNamespaces(selection.namespaces));
    if (selection.pods !== undefined) intersectWith(found, this.#findPods(selection.pods));
    if (selection.sameLabels !== undefined) intersectWith(found, this.#compare(selection.sameLabels, true, subjectNamespace));
    if (selection.notSameLabels !== undefined) intersectWith(found, this.#compare(selection.notSameLabels, false, subjectNamespace));
    return found;
  }

  #findNamespaces(selector: Selector): Bitset {
    const known = this.#namespaceSelectors.get(selector.key);
    if (known !== undefined) return known;
    const found = this.#uniteNamespaces(labels => selects(selector, labels));
    this.#namespaceSelectors.set(selector.key, found);
    return found;
  }

  #uniteNamespaces(isWanted: (labels: Labels) => boolean): Bitset {
    const found = createBitset(this.#size);
    for (const [namespace, members] of this.#byNamespace) {
      if (isWanted(this.#world.namespaces.get(namespace) ?? NO_LABELS)) uniteWith(found, members);
    }
    return found;
  }

  #compare(keys: readonly string[], isSame: boolean, subjectNamespace: string | undefined): Bitset {
    const own = this.#world.namespaces.get(subjectNamespace ?? '') ?? NO_LABELS;
    return this.#uniteNamespaces(labels =>
      keys.every(key => Object.hasOwn(labels, key) && Object.hasOwn(own, key) && (labels[key] === own[key]) === isSame),
    );
  }

  #findPods(selector: Selector): Bitset {
    const known = this.#podSelectors.get(selector.key);
    if (known !== undefined) return known;
    const found = fullBitset(this.#size);
    for (const { key, operator, values } of selector.requirements) {
      const { any, values: byValue } = this.#indexKey(key);
      if (operator === 'Exists') intersectWith(found, any);
      else if (operator === 'DoesNotExist') subtractFrom(found, any);
      else {
        const listed = createBitset(this.#size);
        for (const value of values) uniteWith(listed, byValue.get(value) ?? createBitset(this.#size));
        if (operator === 'In') intersectWith(found, listed);
        else subtractFrom(found, listed);
      }
    }
    this.#podSelectors.set(selector.key, found);
    return found;
  }

  #indexKey(key: string): { readonly any: Bitset; readonly values: Map<string, Bitset> } {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const indexed = { any: createBitset(this.#size), values: new Map<string, Bitset>() };
    for (const [index, { labels }] of this.#pods.entries()) {
      if (!Object.hasOwn(labels, key)) continue;
      addBit(indexed.any, index);
      addBit(getOrCreate(indexed.values, labels[key] ?? '', this.#size), index);
    }
    this.#byKey.set(key, indexed);
    return indexed;
  }
}

function getOrCreate(sets: Map<string, Bitset>, key: string, size: number): Bitset {
  const known = sets.get(key) ?? createBitset(size);
  sets.set(key, known);
  return known;
}
