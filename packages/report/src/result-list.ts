import type { CheckOutput, Result } from '@breakwater/model';

/** Results to report: an array, or a list that keeps them packed since all of them at once would fill the memory. */
export interface ResultList extends Iterable<Result> {
  readonly length: number;
  filter(keep: (result: Result) => boolean): readonly Result[];
  map<T>(convert: (result: Result) => T): readonly T[];
  /** Violations by severity, where they were counted already. */
  readonly severities?: Readonly<Record<string, number>>;
  /** The results as JSON, a line each, some lines at a time; where they are kept so. */
  readonly lines?: () => Iterable<string>;
}

/** What a check gives, as formats take it. */
export type Report = Omit<CheckOutput, 'results'> & { readonly results: ResultList };
