import type { Answer, exceptions } from '@breakwater/api';
import { Link } from '../app/Link.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { ExceptionEnd } from './ExceptionEnd.tsx';
import { LongTable } from './LongTable.tsx';
import { ScopeText } from './ScopeText.tsx';
import { StateMark } from './StateMark.tsx';

type Row = Answer<typeof exceptions.endpoints.list>['results'][number];

/** Exceptions inside a page about what they speak of. */
export function ExceptionTable({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useTexts();
  return (
    <LongTable
      label={t('exceptions.title')}
      columns={[
        t('columns.state'),
        t('columns.kind'),
        t('columns.reason'),
        t('columns.scope'),
        t('columns.requester'),
        t('columns.approver'),
        t('columns.expires'),
      ]}
      rows={rows.map(({ id, state, kind, exception }) => ({
        key: id,
        cells: [
          <StateMark key="state" subject="exception" state={state} />,
          kind === undefined ? '' : t(`exceptionKind.${kind}.is`),
          <Link key="reason" to={`/exceptions/${encodeURIComponent(id)}`}>
            {exception.reason}
          </Link>,
          <ScopeText key="scope" scope={exception.scope} />,
          exception.requester ?? '',
          exception.approver ?? '',
          <ExceptionEnd key="end" exception={exception} state={state} />,
        ],
      }))}
    />
  );
}
