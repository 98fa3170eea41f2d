import type { CheckOutput } from '@breakwater/model';

export interface RenderOptions {
  readonly language: 'en' | 'ja';
  /** Whether escape sequences for colour may be used. */
  readonly color: boolean;
  /** Columns that fit on a line. */
  readonly width: number;
  /** Adds what most readers can do without: passing states, evidence, reasons. */
  readonly verbose: boolean;
}

/** One way to write down what a check found. */
export interface ReportFormat {
  readonly name: string;
  readonly doc: string;
  /** The whole report, with a newline at its end. */
  readonly render: (output: CheckOutput, options: RenderOptions) => string;
}
