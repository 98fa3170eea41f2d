import { LongArrowAltDownIcon } from '@patternfly/react-icons/dist/esm/icons/long-arrow-alt-down-icon.js';
import { LongArrowAltUpIcon } from '@patternfly/react-icons/dist/esm/icons/long-arrow-alt-up-icon.js';
import { useTexts } from '../texts/use-texts.ts';
import type { Column } from './column.ts';

interface Props<Row> {
  readonly columns: readonly Column<Row>[];
  readonly sort?: string | undefined;
  readonly onSort?: ((sort: string) => void) | undefined;
}

/** Titles; those that order the list are buttons and say which way it goes. */
export function TableHead<Row>({ columns, sort, onSort }: Props<Row>) {
  const { t } = useTexts();
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map(column => (
          <th
            key={column.id}
            scope="col"
            className={column.isNumber ? 'bw-head bw-number' : 'bw-head'}
            aria-sort={readDirection(column, sort)}
          >
            {column.sort === undefined || onSort === undefined ? (
              t(column.title)
            ) : (
              <button type="button" className="bw-sort" onClick={() => onSort(nextSort(column.sort ?? '', sort))}>
                {t(column.title)}
                <Arrow direction={readDirection(column, sort)} />
              </button>
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}

type Direction = 'ascending' | 'descending';

function Arrow({ direction }: { readonly direction: Direction | undefined }) {
  if (direction === undefined) return <span className="bw-arrow" aria-hidden="true" />;
  const Icon = direction === 'ascending' ? LongArrowAltUpIcon : LongArrowAltDownIcon;
  return (
    <span className="bw-arrow" aria-hidden="true">
      <Icon />
    </span>
  );
}

function readDirection(column: Pick<Column<never>, 'sort'>, sort: string | undefined): Direction | undefined {
  if (column.sort === undefined || sort === undefined) return undefined;
  if (sort === column.sort) return 'ascending';
  return sort === `-${column.sort}` ? 'descending' : undefined;
}

/** Worst or newest first is what people want first; the second click turns it round. */
export function nextSort(field: string, current: string | undefined): string {
  return current === `-${field}` ? field : `-${field}`;
}
