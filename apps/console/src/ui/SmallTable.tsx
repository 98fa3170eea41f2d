import type { ReactNode } from 'react';

interface Props {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
  /** Columns, by position, whose numbers stand at the right. */
  readonly numbers?: readonly number[];
}

/** A short table inside a page; on a narrow screen each row becomes a block with its titles. */
export function SmallTable({ label, columns, rows, numbers = [] }: Props) {
  const numberClass = (index: number) => (numbers.includes(index) ? 'bw-number' : '');
  return (
    <table className="bw-small-table" aria-label={label}>
      <thead>
        <tr>
          {columns.map((title, index) => (
            <th key={title} scope="col" className={numberClass(index)}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((cell, index) => (
              <td key={columns[index]} data-label={columns[index]} className={numberClass(index)}>
                <div>{cell}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
