/** What somebody asks the API server to do with an object, as an admission request tells it. */
export interface AccessRequest {
  /** CREATE, UPDATE, DELETE or CONNECT. */
  readonly operation: string;
  /** API group, empty for core. */
  readonly group: string;
  /** Plural, as `pods`. */
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
  readonly namespace: string;
  readonly user: string;
  readonly groups: readonly string[];
  /** The object as it was; null for what is created. */
  readonly old: Readonly<Record<string, unknown>> | null;
}
