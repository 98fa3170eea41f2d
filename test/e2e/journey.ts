import type { ApiClient } from '../cluster/api-client.ts';

/** One end-to-end test against a real API server. */
export interface Journey {
  readonly name: string;
  /** What went wrong, a line each; `report` tells what was found. */
  readonly run: (client: ApiClient, report: (line: string) => void) => Promise<readonly string[]>;
}
