import { PatternSet } from '../patterns/pattern-set.ts';
import type { Section } from './sections.ts';

/** The entries of one section of a baseline. */
export class PatternBook<T extends object> {
  readonly #section: Section<T>;
  readonly #set: PatternSet;

  constructor(section: Section<T>, entries: readonly (T & { readonly firstSeen: string })[]) {
    this.#section = section;
    this.#set = new PatternSet(section.rule, section.max);
    for (const entry of entries) this.#set.add(section.toSegments(entry), entry.firstSeen);
  }

  has(segments: readonly string[]): boolean {
    return this.#set.has(segments);
  }

  add(segments: readonly string[], time: string): 'known' | 'new' | 'full' {
    return this.#set.add(segments, time);
  }

  /** Sorted as they are told apart. */
  list(): (T & { firstSeen: string })[] {
    return this.#set.list().map(({ segments, firstSeen }) => ({ ...this.#section.toEntry(segments), firstSeen }));
  }
}
