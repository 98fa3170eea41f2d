import type { Endpoint, Resource } from '@breakwater/api';
import type { ReactNode } from 'react';
import { Link } from '../app/Link.tsx';
import { useProblemCount } from '../data/use-problem-count.ts';
import type { TextKey } from '../texts/i18n.ts';
import { useTexts } from '../texts/use-texts.ts';
import { PageHead } from '../ui/Detail.tsx';
import { EmptyMessage, Failure, Loading } from '../ui/States.tsx';
import type { Column } from './column.ts';
import { DataTable } from './DataTable.tsx';
import { ExportButton } from './ExportButton.tsx';
import { FilterBar } from './FilterBar.tsx';
import { type Quick, QuickChoice } from './QuickChoice.tsx';
import { useList, useListState } from './use-list.ts';

interface ListPageProps<Row> {
  readonly title: TextKey;
  /** One line that says what the list is. */
  readonly text?: TextKey;
  readonly resource: Resource;
  readonly endpoint?: string;
  readonly columns: readonly Column<Row>[];
  readonly getKey: (row: Row) => string;
  /** Where a bare word is looked for. */
  readonly textField: string;
  readonly defaultSort?: string;
  readonly quick?: Quick;
  readonly actions?: ReactNode;
  /** What has to be known before the list is read. */
  readonly notice?: ReactNode;
  /** Said when there is nothing even without a filter. */
  readonly empty: { readonly title: TextKey; readonly text: TextKey };
}

/** The one list: title, filter, rows, and every state that a list can be in. */
export function ListPage<Row>(props: ListPageProps<Row>) {
  const { title, text, resource, endpoint = 'list', textField, defaultSort, quick, actions, notice } = props;
  const { t } = useTexts();
  const listEndpoint = resource.endpoints[endpoint] as Endpoint;
  const fields = listEndpoint.list ?? {};
  const { filter, sort, change } = useListState(defaultSort);
  return (
    <>
      <PageHead title={t(title)} text={text === undefined ? undefined : t(text)} actions={actions} />
      <div className="bw-list-page">
        {notice}
        <FilterBar fields={fields} filter={filter} onChange={next => change({ filter: next })} textField={textField} resource={resource}>
          {quick !== undefined && <QuickChoice quick={quick} fields={fields} filter={filter} onChange={next => change({ filter: next })} />}
        </FilterBar>
        <ListRows {...props} listEndpoint={listEndpoint} filter={filter} sort={sort} onSort={next => change({ sort: next })} />
      </div>
    </>
  );
}

interface RowsProps<Row> extends ListPageProps<Row> {
  readonly listEndpoint: Endpoint;
  readonly filter: string;
  readonly sort: string | undefined;
  readonly onSort: (sort: string) => void;
}

function ListRows<Row>({ title, resource, listEndpoint, columns, getKey, empty, filter, sort, onSort }: RowsProps<Row>) {
  const { t } = useTexts();
  const { rows, total, error, retry, loadMore, isFetching } = useList<Row>(resource, listEndpoint, filter, sort);
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
      />
      <div className="bw-foot">
        <span role="status">{t('filter.shown', { count: total ?? rows.length })}</span>
        {rows.length < (total ?? 0) && <span>{t('filter.loaded', { loaded: rows.length, total: total ?? 0 })}</span>}
        {isFetching && <span>{t('filter.loadingMore')}</span>}
        <ExportButton name={resource.name} endpoint={listEndpoint} filter={filter} sort={sort} />
      </div>
    </>
  );
}

/** Nothing there is no good news where something could not be looked at. */
function NoRows({ empty, isFiltered }: { readonly empty: ListPageProps<never>['empty']; readonly isFiltered: boolean }) {
  const { t } = useTexts();
  const unseen = useProblemCount();
  const { title, text } = isFiltered ? ({ title: 'states.noMatch', text: 'states.noMatchNext' } as const) : empty;
  return (
    <EmptyMessage title={t(title)} text={t(text)}>
      {unseen > 0 && <Link to="/problems">{t('states.butUnseen', { count: unseen })}</Link>}
    </EmptyMessage>
  );
}
