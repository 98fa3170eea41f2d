import type { ResponseParams, ResponseRecord, ResponseRequest, ResponseTarget } from '@breakwater/model';

/** What is asked for, before anybody has given it an id. */
export interface Wanted {
  readonly action: ResponseRequest['action'];
  readonly target: ResponseTarget;
  readonly params: ResponseParams;
  readonly reason: string;
}

/** How a response ended, or stands after the longest wait. */
export interface Outcome {
  readonly record: ResponseRecord;
  /** What the record does not say: where evidence lies, why it has not ended. */
  readonly notes: readonly string[];
}

/** One line of `respond list`. */
export interface ListedResponse {
  readonly id: string;
  readonly requestedAt: string;
  readonly action: string;
  readonly target: string;
  readonly state: string;
  readonly by: string;
  readonly reason: string;
  readonly message: string;
}

/** Who responds for the command line: this machine with a kubeconfig, or the responder of a cluster by way of the server. */
export interface Responses {
  /** For people; undefined when a server was named, and none of its clusters. */
  readonly cluster: string | undefined;
  /** Whether what is asked for is done at once, or waits for somebody else’s approval. */
  readonly asksApproval: boolean;
  plan(wanted: Wanted): Promise<Outcome>;
  act(wanted: Wanted): Promise<Outcome>;
  /** Throws UsageError or ApiError when there is none of that id. */
  read(id: string): Promise<{ readonly record: ResponseRecord; readonly cluster: string }>;
  /** Throws UsageError or ApiError for what cannot be taken back. */
  undo(id: string, reason: string): Promise<Outcome>;
  /** The newest first; `total` counts those that are not listed, too. */
  list(withDryRuns: boolean): Promise<{ readonly results: readonly ListedResponse[]; readonly total: number }>;
  close(): Promise<void>;
}
