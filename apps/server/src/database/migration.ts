/**
 * One step of the schema. Steps run once, in order, and are never changed afterwards: first expand (new tables and columns, which the
 * previous release does not mind), and only a release later contract.
 */
export interface Migration {
  /** File name: four digits and what it does. */
  readonly id: string;
  readonly sql: string;
}
