import { type Answer, events, workloads } from '@breakwater/api';
import type { Event } from '@breakwater/model';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { toCommandLine, toVisible } from '../../format/command-line.ts';
import { formatAbsolute } from '../../format/relative-time.ts';
import { toYaml } from '../../format/to-yaml.ts';
import { toFilter, toListUrl } from '../../list/list-url.ts';
import type { PageDefinition } from '../../page.ts';
import { optionalText } from '../../texts/optional-text.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Code } from '../../ui/Code.tsx';
import { Facts, PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { ClusterLink, NamespaceLink, NodeLink } from '../../ui/PlaceLinks.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { listEventFacts } from './event-facts.ts';
import { ProcessTrees } from './ProcessTrees.tsx';

type Row = Answer<typeof events.endpoints.get>;
type Fact = readonly [name: string, value: ReactNode];

function EventPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useEndpoint(events, 'get', { params: { id } });
  return <QueryStates query={query}>{row => <EventDetail row={row} />}</QueryStates>;
}

function EventDetail({ row }: { readonly row: Row }) {
  const { t } = useTexts();
  const { event } = row;
  const facts = listEventFacts(event);
  return (
    <>
      <PageHead
        title={<span className="bw-mono">{toVisible(row.subject || row.text)}</span>}
        parent={{ title: t('runtime.title'), to: '/runtime' }}
        marks={<span className="bw-quiet">{t(`eventType.${row.type}`)}</span>}
      />
      <PageBody>
        <div className="bw-grid">
          <Panel title={t('violations.where')}>
            <Facts items={useWhere(row)} />
          </Panel>
          {facts.length > 0 && (
            <Panel title={t('runtime.what')}>
              <Facts items={facts.map(([name, value]) => [optionalText(t, 'eventField', name), <Word key={name} text={value} />])} />
            </Panel>
          )}
          {event.process !== undefined && (
            <>
              <Panel title={t('runtime.processes')} isWide>
                <ProcessTrees events={[event]} />
              </Panel>
              <Panel title={t('runtime.process')} isWide={facts.length > 0}>
                <ProcessFacts process={event.process} />
              </Panel>
            </>
          )}
          <Panel title={t('runtime.whole')} isWide>
            <Code id="event" label={t('runtime.whole')} text={toYaml(event)} />
          </Panel>
        </div>
      </PageBody>
    </>
  );
}

function Word({ text }: { readonly text: string }) {
  return <span className="bw-mono">{text}</span>;
}

function useWhere(row: Row): readonly Fact[] {
  const { t, language } = useTexts();
  const { cluster, clusterName, namespace, workload, pod, container, node, event } = row;
  const known = (title: string, value: ReactNode): readonly Fact[] => (value === '' ? [] : [[title, value]]);
  return [
    [t('columns.at'), `${formatAbsolute(row.time, language)} (${event.time})`],
    [t('columns.cluster'), <ClusterLink key="cluster" cluster={cluster} name={clusterName} />],
    ...known(t('columns.namespace'), namespace && <NamespaceLink cluster={cluster} name={namespace} />),
    ...known(t('columns.workload'), workload && <WorkloadLink row={row} />),
    ...known(t('columns.pod'), pod),
    ...known(t('columns.container'), container),
    ...known(t('columns.image'), event.image === undefined ? '' : <Word text={toVisible(event.image)} />),
    ...known(t('columns.node'), node && <NodeLink cluster={cluster} name={node} />),
    [t('columns.source'), event.source ?? t('runtime.ownAgent')],
  ];
}

/** Events name a workload as people do; the inventory knows it by its id. */
function WorkloadLink({ row: { cluster, namespace, workload } }: { readonly row: Row }) {
  const [kind = '', name = ''] = workload.split('/');
  const where = { cluster, namespace, kind, name };
  const { data } = useEndpoint(workloads, 'list', { query: { filter: toFilter(where), limit: 2 } });
  const [only, second] = data?.results ?? [];
  const isSure = only !== undefined && second === undefined;
  return <Link to={isSure ? `/workloads/${encodeURIComponent(only.id)}?tab=activity` : toListUrl('/workloads', where)}>{workload}</Link>;
}

function ProcessFacts({ process }: { readonly process: NonNullable<Event['process']> }) {
  const { t } = useTexts();
  const {
    traits = [],
    capabilities,
    environment = {},
    ancestors: _,
    id,
    parentId: __,
    argv,
    argvTruncated,
    exe,
    entry,
    layer,
    ...rest
  } = process;
  const numbers = Object.entries(rest).flatMap(([name, value]): readonly Fact[] =>
    typeof value === 'object' || value === undefined
      ? []
      : [[optionalText(t, 'eventField', name), <Word key={name} text={toVisible(String(value))} />]],
  );
  return (
    <Facts
      items={[
        [t('columns.program'), <Word key="exe" text={exe === '' ? t('runtime.unknownProgram') : toVisible(exe)} />],
        [
          t('runtime.arguments'),
          <Word key="argv" text={`${toCommandLine(argv.slice(1))}${argvTruncated ? ' …' : ''}` || t('words.none')} />,
        ],
        ...(entry === undefined ? [] : [[t('runtime.entry'), t(`processEntry.${entry}`)] as const]),
        ...(layer === undefined ? [] : [[t('runtime.layer'), t(`processLayer.${layer}`)] as const]),
        ...(traits.length === 0
          ? []
          : [[t('runtime.traits'), traits.map(one => optionalText(t, 'processTrait', one)).join(', ')] as const]),
        ...numbers,
        ...(capabilities === undefined ? [] : [[t('runtime.capabilities'), capabilities.join(', ') || t('words.none')] as const]),
        ...Object.entries(environment).map(([name, value]) => [name, <Word key={name} text={toVisible(value)} />] as const),
        [t('runtime.processId'), <Word key="id" text={id} />],
      ]}
    />
  );
}

export const page: PageDefinition = { path: '/runtime/$id', title: 'runtime.one', permission: 'view', Component: EventPage };
