/** How values of a field are written and compared. */
export type FieldType = 'text' | 'number' | 'time' | 'boolean' | 'severity' | 'choice';

/** One field of a list that may be asked for. */
export interface ListField {
  readonly type: FieldType;
  readonly doc: string;
  /** Values of a choice, in their order. */
  readonly choices?: readonly string[];
  readonly sortable?: true;
  /** Not for filters: only sorted by. */
  readonly filterable?: false;
}

/** Fields by name; `label` stands for every `label.KEY`. */
export type ListFields = Readonly<Record<string, ListField>>;

export const OPERATORS = ['!=', '>=', '<=', '!~', '=', '>', '<', '~'] as const;
export type Operator = (typeof OPERATORS)[number];

/** Operators that make sense for a type; `~` means "contains", letter case ignored. */
export const OPERATORS_OF: Readonly<Record<FieldType, readonly Operator[]>> = {
  text: ['=', '!=', '~', '!~'],
  number: ['=', '!=', '>=', '<=', '>', '<'],
  time: ['>=', '<=', '>', '<'],
  boolean: ['='],
  severity: ['=', '!=', '>=', '<=', '>', '<'],
  choice: ['=', '!='],
};
