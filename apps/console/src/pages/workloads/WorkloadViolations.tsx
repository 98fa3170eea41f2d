import type { Answer, workloads } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { StateMark } from '../../ui/StateMark.tsx';

type Row = Answer<typeof workloads.endpoints.get>['openViolations'][number];

/** What is open first, then what somebody accepted. */
export function WorkloadViolations({ open, accepted }: { readonly open: readonly Row[]; readonly accepted: readonly Row[] }) {
  const { t } = useTexts();
  const rows = [...open, ...accepted];
  return (
    <Panel title={t('violations.titleCount', { count: open.length })} isWide>
      {rows.length === 0 ? (
        <p className="bw-quiet">{t('workloads.noViolations')}</p>
      ) : (
        <SmallTable
          label={t('violations.title')}
          columns={[t('columns.severity'), t('columns.violation'), t('columns.detail'), t('columns.state'), t('columns.opened')]}
          rows={rows.map(({ id, severity, title, message, messageLanguage, state, openedAt }) => ({
            key: id,
            cells: [
              <Severity key="severity" level={severity} />,
              <Link key="title" to={`/violations/${encodeURIComponent(id)}`}>
                {title}
              </Link>,
              <span key="message" lang={messageLanguage}>
                {message}
              </span>,
              <StateMark key="state" subject="violation" state={state} />,
              <RelativeTime key="opened" time={openedAt} />,
            ],
          }))}
        />
      )}
    </Panel>
  );
}
