import { escapeCell, escapeMarkdown } from './escape.ts';
import { measureWidth, padEnd, stripControls } from './style.ts';

/** How a plain list is written. */
export const ROW_FORMATS = ['table', 'csv', 'markdown'] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

/** Writes a list of rows: columns under each other for reading, RFC 4180 for programs, or a table for a comment on a change. */
export function renderRows(format: RowFormat, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  if (format === 'csv') return [columns, ...rows].map(row => `${row.map(cell => escapeCell(cell.toWellFormed())).join(',')}\r\n`).join('');
  if (format === 'markdown') {
    const lines = rows.map(row => `| ${row.map(escapeMarkdown).join(' | ')} |\n`);
    return `| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}\n${lines.join('')}`;
  }
  const cells = [columns.map(column => column.toUpperCase()), ...rows.map(row => row.map(stripControls))];
  const widths = columns.map((_, index) => cells.reduce((most, row) => Math.max(most, measureWidth(row[index] ?? '')), 0));
  return cells
    .map(
      row =>
        `${row
          .map((cell, index) => padEnd(cell, widths[index] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
