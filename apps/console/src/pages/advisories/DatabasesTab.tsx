import { type Answer, advisories } from '@breakwater/api';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts, PageBody, Panel } from '../../ui/Detail.tsx';
import { Digest } from '../../ui/ImageMarks.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ScannerNotice } from '../../ui/ScannerNotice.tsx';
import { Mark } from '../../ui/StateMark.tsx';
import { EmptyMessage, QueryStates } from '../../ui/States.tsx';
import { FeedTable } from './FeedTable.tsx';

type Database = Answer<typeof advisories.endpoints.list>['results'][number];

const MOST = 20;

/** Advisory databases that scanners have, the newest first. */
export function DatabasesTab() {
  const { t } = useTexts();
  const query = useEndpoint(advisories, 'list', { query: { sort: '-built', limit: MOST } });
  return (
    <PageBody>
      <div className="bw-stack">
        <ScannerNotice />
        <QueryStates query={query}>
          {({ results }) =>
            results.length === 0 ? (
              <EmptyMessage title={t('advisories.none')} text={t('advisories.noneNext')} />
            ) : (
              results.map(database => <DatabasePanel key={database.digest} database={database} />)
            )
          }
        </QueryStates>
      </div>
    </PageBody>
  );
}

function DatabasePanel({ database }: { readonly database: Database }) {
  const { t, language } = useTexts();
  const { built, stale, newest, records, scanners, matched, waiting, digest, seenAt, feeds } = database;
  return (
    <Panel
      title={t(newest ? 'advisories.current' : 'advisories.older')}
      aside={stale ? <Mark tone="warn">{t('advisories.stale')}</Mark> : <Mark tone="good">{t('advisories.fresh')}</Mark>}
    >
      <div className="bw-stack">
        {stale && <p className="bw-quiet">{t('advisories.staleText')}</p>}
        <Facts
          items={[
            [t('advisories.built'), <RelativeTime key="built" time={built} />],
            [t('advisories.records'), records.toLocaleString(language)],
            [t('advisories.matched'), t('advisories.matchedText', { matched, waiting })],
            [t('advisories.scanners'), scanners.length === 0 ? t('words.none') : scanners.join(', ')],
            [t('columns.seen'), <RelativeTime key="seen" time={seenAt} />],
            [t('columns.digest'), <Digest key="digest" digest={digest} />],
          ]}
        />
        <FeedTable feeds={feeds} />
      </div>
    </Panel>
  );
}
