/** One kind of case that `breakwater eval` judges in bulk. */
export interface Suite {
  readonly name: string;
  readonly doc: string;
  /** Computes `got` for one case; the fields are those of the truth data, others are ignored. Throws for a malformed case. */
  readonly run: (input: Readonly<Record<string, unknown>>) => unknown;
}
