import { type Answer, health } from '@breakwater/api';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { formatBytes } from '../../format/bytes.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts, PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { QueryStates } from '../../ui/States.tsx';

type Health = Answer<typeof health.endpoints.get>;

function HealthPage() {
  const { t } = useTexts();
  const query = useEndpoint(health, 'get', {});
  return (
    <>
      <PageHead title={t('health.title')} />
      <PageBody>
        <QueryStates query={query}>{data => <HealthBody data={data} />}</QueryStates>
      </PageBody>
    </>
  );
}

function HealthBody({ data }: { readonly data: Health }) {
  const { t, language } = useTexts();
  const { database, sensors, scanners } = data;
  return (
    <div className="bw-grid">
      <Panel title={t('health.server')}>
        <Facts
          items={[
            [t('health.version'), data.version],
            [t('columns.started'), <RelativeTime key="started" time={data.startedAt} />],
            [t('health.memory'), formatBytes(data.memory, language)],
            [t('health.sensors'), t('health.sensorsText', { connected: sensors.connected, known: sensors.known })],
            [t('advisories.scanners'), t('health.sensorsText', { connected: scanners.connected, known: scanners.known })],
            [t('images.advisories'), <RelativeTime key="advisories" time={scanners.advisories} absent="words.none" />],
            [t('clusters.revision'), data.policyRevision],
          ]}
        />
      </Panel>
      <Panel title={t('health.database')}>
        <Facts
          items={[
            [t('health.version'), `PostgreSQL ${database.version}`],
            [t('health.kind'), database.embedded ? t('health.embedded') : t('health.external')],
            [t('health.size'), formatBytes(database.bytes, language)],
            [t('health.schema'), database.schema],
          ]}
        />
      </Panel>
      <Panel title={t('health.queues')} isWide>
        <SmallTable
          label={t('health.queues')}
          columns={[t('columns.name'), t('health.waiting'), t('health.failed')]}
          numbers={[1, 2]}
          rows={data.queues.map(({ name, waiting, failed }) => ({ key: name, cells: [name, waiting, failed] }))}
        />
      </Panel>
    </div>
  );
}

export const page: PageDefinition = {
  path: '/health',
  title: 'health.title',
  nav: { group: 'system', order: 5 },
  permission: 'view',
  Component: HealthPage,
};
