import type { Answer, violations } from '@breakwater/api';
import { Link } from '../app/Link.tsx';
import { useTexts } from '../texts/use-texts.ts';
import { PlaceText } from './PlaceText.tsx';
import { RelativeTime } from './RelativeTime.tsx';
import { Severity } from './Severity.tsx';
import { SmallTable } from './SmallTable.tsx';
import { StateMark } from './StateMark.tsx';

type Row = Answer<typeof violations.endpoints.list>['results'][number];

interface Props {
  readonly rows: readonly Row[];
  /** Whether they are about several objects, so that each has to say about which. */
  readonly hasObjects?: boolean;
  /** Said when there are none. */
  readonly empty: string;
}

/** Violations inside a page about something else, each a link to itself. */
export function ViolationsTable({ rows, hasObjects = false, empty }: Props) {
  const { t } = useTexts();
  if (rows.length === 0) return <p className="bw-quiet">{empty}</p>;
  const place = hasObjects ? 'columns.object' : 'columns.detail';
  return (
    <SmallTable
      label={t('violations.title')}
      columns={[t('columns.severity'), t('columns.violation'), t(place), t('columns.state'), t('columns.opened')]}
      rows={rows.map(row => ({
        key: row.id,
        cells: [
          <Severity key="severity" level={row.severity} />,
          <Link key="title" to={`/violations/${encodeURIComponent(row.id)}`} title={row.message}>
            {row.title}
          </Link>,
          hasObjects ? (
            <PlaceText key="place" kind={row.kind} name={row.name} container={row.container} />
          ) : (
            <span key="message" lang={row.messageLanguage}>
              {row.message}
            </span>
          ),
          <StateMark key="state" subject="violation" state={row.state} />,
          <RelativeTime key="opened" time={row.openedAt} />,
        ],
      }))}
    />
  );
}
