import type { ReactNode } from 'react';
import type { TextKey } from '../texts/i18n.ts';

/** Narrowest screen that shows a column: always, from a tablet on, from a small laptop on, from a wide screen on. */
export type Visibility = 'always' | 'md' | 'lg' | 'xl';

export interface Column<Row> {
  readonly id: string;
  readonly title: TextKey;
  readonly render: (row: Row) => ReactNode;
  /** Field of the list grammar that orders by this column. */
  readonly sort?: string;
  /** CSS width; columns without one share what is left. */
  readonly width?: string;
  readonly from?: Visibility;
  /** Numbers stand at the right, digit below digit. */
  readonly isNumber?: true;
}
