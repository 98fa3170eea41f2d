import { useVirtualizer } from '@tanstack/react-virtual';
import { Fragment, type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useTexts } from '../texts/use-texts.ts';
import type { Column } from './column.ts';
import { TableHead } from './TableHead.tsx';
import { sumWidths, useVisibleColumns } from './use-visible-columns.ts';

const ROW_HEIGHT = 37;
const OVERSCAN = 12;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 40;

export interface DataTableProps<Row> {
  /** Names the table for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly getKey: (row: Row) => string;
  /** All rows there are, when known; the scroll bar counts the loaded ones. */
  readonly total?: number | undefined;
  readonly sort?: string | undefined;
  readonly onSort?: ((sort: string) => void) | undefined;
  readonly onEnd?: (() => void) | undefined;
  /** What one reads stays where it is while rows come in above; at the very top they come into sight. */
  readonly keepsPlace?: boolean;
  /** Rows that follow each other and have the same title stand below it. */
  readonly groupOf?: ((row: Row) => string) | undefined;
}

/** Rows of one list: only those in sight are in the document, so that ten thousand cost what thirty do. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, getKey, total, sort, onSort, onEnd, keepsPlace = false, groupOf } = props;
  const { t } = useTexts();
  const columns = useVisibleColumns(props.columns);
  const pane = useRef<HTMLDivElement>(null);
  const height = useRef(ROW_HEIGHT);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => pane.current,
    estimateSize: () => height.current,
    overscan: OVERSCAN,
    getItemKey: index => (rows[index] === undefined ? index : getKey(rows[index])),
  });
  useKeptPlace(pane, height, keepsPlace ? rows : undefined, getKey);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - AHEAD) onEnd?.();
  }, [last, rows.length, onEnd]);
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls has to be reachable by keyboard
    <section ref={pane} className={keepsPlace ? 'bw-pane bw-keeps-place' : 'bw-pane'} aria-label={label} tabIndex={0}>
      <table
        className="bw-table"
        aria-rowcount={(total ?? rows.length) + 1}
        aria-label={label}
        style={{ minInlineSize: `${sumWidths(columns)}rem` }}
      >
        <colgroup>
          {columns.map(column => (
            <col key={column.id} style={column.width === undefined ? {} : { width: column.width }} />
          ))}
        </colgroup>
        <TableHead columns={columns} sort={sort} onSort={onSort} />
        <tbody onKeyDown={moveBetweenRows}>
          <Spacer height={above} />
          {items.map(({ index, key }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const before = rows[index - 1];
            const title = groupOf?.(row);
            const isFirst = title !== undefined && (before === undefined || groupOf?.(before) !== title);
            return (
              <Fragment key={key}>
                {isFirst && (
                  <tr className="bw-group">
                    <th scope="rowgroup" colSpan={columns.length}>
                      {title}
                    </th>
                  </tr>
                )}
                <tr ref={virtual.measureElement} className="bw-row" aria-rowindex={index + 2} data-index={index} onClick={openRow}>
                  {columns.map(column => (
                    <td key={column.id} className={column.isNumber ? 'bw-number' : ''} data-label={t(column.title)}>
                      {column.render(row)}
                    </td>
                  ))}
                </tr>
              </Fragment>
            );
          })}
          <Spacer height={below} />
        </tbody>
      </table>
    </section>
  );
}

/** Scrolls on by what came in above, while somebody has scrolled down or goes through the rows by keyboard. */
function useKeptPlace<Row>(
  pane: RefObject<HTMLElement | null>,
  /** Of a row that nobody has measured, which is what those above are. */
  height: RefObject<number>,
  rows: readonly Row[] | undefined,
  getKey: (row: Row) => string,
): void {
  const first = useRef<string>(undefined);
  useLayoutEffect(() => {
    if (rows === undefined || pane.current === null) return;
    const added = rows.findIndex(row => getKey(row) === first.current);
    const hasFocus = pane.current !== document.activeElement && pane.current.contains(document.activeElement);
    if (added > 0 && (pane.current.scrollTop > 0 || hasFocus)) pane.current.scrollTop += added * height.current;
    first.current = rows[0] === undefined ? undefined : getKey(rows[0]);
    height.current = pane.current.querySelector('.bw-row')?.getBoundingClientRect().height ?? height.current;
  }, [pane, height, rows, getKey]);
}

/** One cell only: a span over columns that a narrow screen hides would bring them back. */
function Spacer({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tr>
      <td style={{ height, padding: 0 }} />
    </tr>
  );
}

/** A click beside the link follows it; a selection of text or another control does not. */
function openRow(event: MouseEvent<HTMLTableRowElement>): void {
  const isControl = (event.target as Element).closest('a, button, input, label') !== null;
  if (isControl || getSelection()?.toString() !== '') return;
  event.currentTarget.querySelector<HTMLElement>('[data-row-link]')?.click();
}

/** Up and down go from link to link, as in a mail program. */
function moveBetweenRows(event: KeyboardEvent<HTMLTableSectionElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const row = (event.target as Element).closest('tr');
  const beside = (from: Element | null | undefined) =>
    event.key === 'ArrowDown' ? from?.nextElementSibling : from?.previousElementSibling;
  const neighbour = beside(row);
  const next = neighbour?.classList.contains('bw-group') ? beside(neighbour) : neighbour;
  const link = next?.querySelector<HTMLElement>('[data-row-link]');
  if (link === null || link === undefined) return;
  event.preventDefault();
  link.focus();
}
