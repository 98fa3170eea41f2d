import type { Score } from '@breakwater/compliance';
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

/** What is asked of whoever builds an image. */
export interface RebuildMessage {
  readonly schema: 'breakwater/notification/1';
  readonly id: string;
  readonly event: 'rebuild-requested';
  readonly time: string;
  readonly image: { readonly reference: string; readonly digest: string };
  /** To raise, the most pressing first; `closes` names vulnerabilities. */
  readonly packages: readonly {
    readonly name: string;
    readonly type: string;
    readonly from: string;
    readonly to: string;
    readonly closes: readonly string[];
    readonly dueAt: string;
  }[];
  /** Better left out. */
  readonly remove: readonly { readonly name: string; readonly version: string }[];
  /** What to write after FROM instead. */
  readonly base?: { readonly name: string; readonly from: string; readonly reference: string };
}

/** What a run of compliance that was scheduled has found. */
export interface ComplianceMessage {
  readonly schema: 'breakwater/notification/1';
  readonly id: string;
  readonly event: 'compliance-run-done';
  readonly time: string;
  readonly run: {
    readonly id: string;
    readonly sequence: number;
    readonly cluster: string;
    readonly clusterName: string;
    /** Of its record: whoever keeps the message can tell later that it is the same. */
    readonly hash: string;
  };
  readonly scores: readonly Score[];
  /** Reports that the schedule wants sent along. */
  readonly reports?: readonly ReportFile[];
  /** Formats of reports that are too large to be sent; the server gives them to whoever asks. */
  readonly tooLarge?: readonly string[];
}

export interface ReportFile {
  readonly name: string;
  readonly mediaType: string;
  /** In base64. */
  readonly content: string;
}
