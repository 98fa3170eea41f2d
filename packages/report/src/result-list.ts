import type { CheckOutput, Result } from '@breakwater/model';

/** Results to report: an array, or a list that keeps them packed since all of them at once would fill the memory. */
export interface ResultList extends Iterable<Result> {
  readonly length: number;
  filter(keep: (result: Result) => boolean): readonly Result[];
  map<T>(convert: (result: Result) => T): readonly T[];
  /** Violations by severity, where they were counted already. */
  readonly severities?: Readonly<Record<string, number>>;
  /** The results as UTF-8 JSON with BETWEEN_RESULTS between them, some at a time; where they are kept so. */
  readonly toJson?: () => Iterable<Uint8Array>;
}

/** Stands between two results of a JSON report: each is a line. In no result itself, since JSON escapes line breaks. */
export const BETWEEN_RESULTS = ',\n    ';

/** What a check gives, as formats take it. */
export type Report = Omit<CheckOutput, 'results'> & { readonly results: ResultList };
