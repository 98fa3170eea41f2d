import type { State } from '@breakwater/model';

/** One part of a report for people, whatever it is drawn on. */
export type Block =
  | { readonly kind: 'title'; readonly text: string; readonly facts: readonly (readonly [string, string])[] }
  /** `page` begins a new page where there are any. */
  | { readonly kind: 'heading'; readonly text: string; readonly page?: true }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'shares'; readonly shares: readonly Share[] }
  | { readonly kind: 'table'; readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'control'; readonly id: string; readonly title: string; readonly state: State; readonly stateName: string }
  | {
      readonly kind: 'finding';
      readonly state: State;
      readonly stateName: string;
      readonly head: string;
      readonly lines: readonly string[];
    };

export interface Column {
  readonly name: string;
  /** Part of the width. */
  readonly width: number;
}

/** A text, or a state with its name. */
export type Cell = string | { readonly state: State; readonly name: string };

/** How a framework stands: parts by state that add up to its controls. */
export interface Share {
  readonly name: string;
  readonly text: string;
  readonly parts: readonly { readonly state: State; readonly count: number; readonly name: string }[];
}

/** A report for people: first what decides, then what it rests on. */
export interface ReportDocument {
  readonly language: 'en' | 'ja';
  readonly title: string;
  /** As often as it is asked for: a report may be read twice, and need not be held at once. */
  readonly list: () => Iterable<Block>;
}
