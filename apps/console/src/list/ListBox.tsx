import type { ReactNode } from 'react';
import { Link } from '../app/Link.tsx';
import { useProblemCount } from '../data/use-problem-count.ts';
import type { TextKey } from '../texts/i18n.ts';
import { useTexts } from '../texts/use-texts.ts';
import { EmptyMessage, Failure, Loading } from '../ui/States.tsx';
import type { Column } from './column.ts';
import { DataTable } from './DataTable.tsx';
import { ExportButton } from './ExportButton.tsx';
import { FilterBar } from './FilterBar.tsx';
import { findListEndpoint, type ListSource } from './list-source.ts';
import { type Quick, QuickChoice } from './QuickChoice.tsx';
import { type TailOf, useListState, useLiveList } from './use-list.ts';

export interface ListBoxProps<Row> extends ListSource {
  /** Names the table. */
  readonly title: TextKey;
  readonly columns: readonly Column<Row>[];
  readonly getKey: (row: Row) => string;
  /** Where a bare word is looked for. */
  readonly textField: string;
  readonly defaultSort?: string;
  readonly quick?: Quick;
  /** Titles over rows, while the list is in that order. */
  readonly group?: { readonly sort: string; readonly titleOf: (row: Row) => string };
  /** New rows come in at the top by themselves while it is live; for lists in the order of time, the newest first. */
  readonly tail?: Omit<TailOf<Row>, 'getKey'>;
  /** What has to be known before the list is read. */
  readonly notice?: ReactNode;
  /** Said when there is nothing even without a filter. */
  readonly empty: { readonly title: TextKey; readonly text: TextKey; readonly more?: ReactNode };
}

/** Filter and rows, in every state that a list can be in; the URL says which rows. */
export function ListBox<Row>(props: ListBoxProps<Row>) {
  const { resource, endpoint, textField, defaultSort, quick, notice } = props;
  const fields = findListEndpoint(props).list ?? {};
  const { filter, sort, change } = useListState(defaultSort);
  const changeFilter = (next: string) => change({ filter: next });
  // The values that the server knows are those of the resource's own list.
  const known = endpoint === undefined ? resource : undefined;
  return (
    <div className="bw-list-page">
      {notice}
      <FilterBar fields={fields} filter={filter} onChange={changeFilter} textField={textField} resource={known}>
        {quick !== undefined && <QuickChoice quick={quick} fields={fields} filter={filter} onChange={changeFilter} />}
      </FilterBar>
      <ListRows {...props} filter={filter} sort={sort} onSort={next => change({ sort: next })} />
    </div>
  );
}

interface RowsProps<Row> extends ListBoxProps<Row> {
  readonly filter: string;
  readonly sort: string | undefined;
  readonly onSort: (sort: string) => void;
}

function ListRows<Row>(props: RowsProps<Row>) {
  const { title, columns, getKey, empty, group, tail, filter, sort, onSort } = props;
  const { t } = useTexts();
  const list = useLiveList<Row>(props, filter, sort, tail === undefined ? undefined : { ...tail, getKey });
  const { rows, total, error, retry, loadMore, isFetching, isCut } = list;
  if (rows === undefined) return error === null ? <Loading rows={12} /> : <Failure failure={error} onRetry={() => void retry()} />;
  if (rows.length === 0) return <NoRows empty={empty} isFiltered={filter !== ''} />;
  return (
    <>
      <DataTable
        label={t(title)}
        columns={columns}
        rows={rows}
        getKey={getKey}
        total={total}
        sort={sort}
        onSort={onSort}
        onEnd={loadMore}
        keepsPlace={tail !== undefined}
        groupOf={sort === group?.sort ? group?.titleOf : undefined}
      />
      <div className="bw-foot">
        <span role="status">{t('filter.shown', { count: total ?? rows.length })}</span>
        {rows.length < (total ?? 0) && <span>{t('filter.loaded', { loaded: rows.length, total: total ?? 0 })}</span>}
        {isCut && <span>{t('filter.cut')}</span>}
        {isFetching && <span>{t('filter.loadingMore')}</span>}
        <ExportButton source={props} filter={filter} sort={sort} />
      </div>
    </>
  );
}

/** Nothing there is no good news where something could not be looked at. */
function NoRows({ empty, isFiltered }: { readonly empty: ListBoxProps<never>['empty']; readonly isFiltered: boolean }) {
  const { t } = useTexts();
  const unseen = useProblemCount();
  const { title, text } = isFiltered ? ({ title: 'states.noMatch', text: 'states.noMatchNext' } as const) : empty;
  const more = isFiltered ? undefined : empty.more;
  return (
    <EmptyMessage title={t(title)} text={t(text)}>
      {more}
      {unseen > 0 && <Link to="/problems">{t('states.butUnseen', { count: unseen })}</Link>}
    </EmptyMessage>
  );
}
