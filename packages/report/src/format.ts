import type { Report } from './result-list.ts';

/** What a report may want to say about a policy beyond its findings. */
export interface PolicyText {
  readonly title: string;
  readonly rationale: string;
  readonly categories: readonly string[];
}

export interface RenderOptions {
  readonly language: 'en' | 'ja';
  /** Whether escape sequences for colour may be used. */
  readonly color: boolean;
  /** Columns that fit on a line. */
  readonly width: number;
  /** Adds what most readers can do without: passing states, evidence, reasons. */
  readonly verbose: boolean;
  /** Texts of policies by id, in the language of the report. */
  readonly policies: ReadonlyMap<string, PolicyText>;
}

/** One way to write down what a check found. */
export interface ReportFormat {
  readonly name: string;
  readonly doc: string;
  /** The whole report, with a newline at its end. */
  readonly render: (output: Report, options: RenderOptions) => string;
  /** The same in pieces, as text or UTF-8, of formats that may grow beyond what one string can hold. */
  readonly renderPieces?: (output: Report, options: RenderOptions) => Iterable<string | Uint8Array>;
}
