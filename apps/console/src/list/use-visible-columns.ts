import { useSyncExternalStore } from 'react';
import type { Column, Visibility } from './column.ts';

/** PatternFly's breakpoints md, xl and a wide screen, in rem as its own style sheets have them. */
const WIDTHS = { md: '48rem', lg: '75rem', xl: '96rem' } as const;
const ORDER = ['md', 'lg', 'xl'] as const;
/** Least width of a column that takes what is left; below it the table scrolls sideways instead of hiding the column. */
const LEAST_REST = 12;

/** Columns that the screen has room for. */
export function useVisibleColumns<Row>(columns: readonly Column<Row>[]): readonly Column<Row>[] {
  const widest = useSyncExternalStore(subscribe, readWidest);
  return columns.filter(({ from = 'always' }) => isWithin(from, widest));
}

/** Sum of the fixed widths, and enough for the others, in rem. */
export function sumWidths(columns: readonly Pick<Column<never>, 'width'>[]): number {
  return columns.reduce((sum, { width }) => sum + (width?.endsWith('rem') ? Number.parseFloat(width) : LEAST_REST), 0);
}

/** Whether a screen of this size shows what asks for that size. */
export function isWithin(from: Visibility, widest: Visibility): boolean {
  const rank = (size: Visibility) => (size === 'always' ? -1 : ORDER.indexOf(size));
  return rank(from) <= rank(widest);
}

function readWidest(): Visibility {
  return ORDER.findLast(size => matchMedia(`(min-width: ${WIDTHS[size]})`).matches) ?? 'always';
}

function subscribe(listener: () => void): () => void {
  const lists = ORDER.map(size => matchMedia(`(min-width: ${WIDTHS[size]})`));
  for (const list of lists) list.addEventListener('change', listener);
  return () => {
    for (const list of lists) list.removeEventListener('change', listener);
  };
}
