import type { Severity } from '@breakwater/model';

/** What is told of a violation that opened. */
export interface ViolationMessage {
  readonly schema: 'breakwater/notification/1';
  /** The same for every attempt, so that a receiver can tell a repetition. */
  readonly id: string;
  readonly event: 'violation-opened';
  readonly time: string;
  readonly violation: {
    readonly id: string;
    /** 1 for the first time; grows whenever it comes back. */
    readonly opening: number;
    readonly policy: string;
    readonly title: string;
    readonly severity: Severity;
    readonly message: string;
    readonly remediation: string;
    readonly cluster: string;
    readonly clusterName: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
    readonly container: string;
    readonly owner: string;
  };
}
