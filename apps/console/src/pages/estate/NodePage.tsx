import { type Answer, nodes } from '@breakwater/api';
import { useParams } from '@tanstack/react-router';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import type { PageDefinition } from '../../page.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { ClusterNotice } from '../../ui/ClusterNotice.tsx';
import { Facts, PageBody, PageHead, Panel } from '../../ui/Detail.tsx';
import { LabelList } from '../../ui/LabelList.tsx';
import { ClusterLink } from '../../ui/PlaceLinks.tsx';
import { PlaceText } from '../../ui/PlaceText.tsx';
import { ReadyMark } from '../../ui/ReadyMark.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { RiskScore } from '../../ui/Risk.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { Mark } from '../../ui/StateMark.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { ViolationsTable } from '../../ui/ViolationsTable.tsx';

type Node = Answer<typeof nodes.endpoints.get>;

interface Props {
  readonly node: Node;
}

function NodePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useEndpoint(nodes, 'get', { params: { id } });
  return <QueryStates query={query}>{node => <NodeDetail node={node} />}</QueryStates>;
}

function NodeDetail({ node }: Props) {
  const { t } = useTexts();
  return (
    <>
      <PageHead
        title={node.name}
        parent={{ title: t('nodes.title'), to: '/nodes' }}
        marks={
          <>
            <ReadyMark isReady={node.ready} />
            {!node.schedulable && <Mark tone="warn">{t('nodes.unschedulable')}</Mark>}
          </>
        }
      />
      <PageBody>
        <ClusterNotice cluster={node.cluster} />
        <div className="bw-grid">
          <Panel title={t('nodes.about')}>
            <About node={node} />
          </Panel>
          <Panel title={t('nodes.conditions')}>
            <Conditions node={node} />
          </Panel>
          <Panel title={t('violations.titleCount', { count: node.openViolations.length })} isWide>
            <ViolationsTable rows={node.openViolations} empty={t('nodes.noViolations')} />
          </Panel>
          <Panel title={t('nodes.running', { count: node.workloads.length })} isWide>
            <Running node={node} />
          </Panel>
          <Panel title={t('nodes.images', { count: node.images.length })}>
            <Images node={node} />
          </Panel>
          <Panel title={t('nodes.resources')}>
            <Resources node={node} />
          </Panel>
        </div>
      </PageBody>
    </>
  );
}

function About({ node }: Props) {
  const { t } = useTexts();
  const lines = (texts: readonly string[]) => (texts.length === 0 ? t('words.none') : texts.map(text => <div key={text}>{text}</div>));
  return (
    <Facts
      items={[
        [t('columns.cluster'), <ClusterLink key="cluster" cluster={node.cluster} name={node.clusterName} />],
        [t('columns.roles'), node.roles.join(', ') || t('words.none')],
        [t('columns.version'), node.kubeletVersion],
        [t('columns.os'), `${node.osImage} (${node.architecture})`],
        [t('columns.kernel'), node.kernel],
        [t('columns.runtime'), node.containerRuntime],
        [t('columns.created'), <RelativeTime key="created" time={node.createdAt} absent="words.unknown" />],
        [t('nodes.addresses'), lines(node.addresses.map(({ type, address }) => `${type}: ${address}`))],
        [t('nodes.taints'), lines(node.taints.map(({ key, value, effect }) => `${key}${value === '' ? '' : `=${value}`}: ${effect}`))],
        [t('columns.labels'), <LabelList key="labels" labels={node.labels} />],
      ]}
    />
  );
}

function Conditions({ node: { conditions } }: Props) {
  const { t } = useTexts();
  if (conditions.length === 0) return <p className="bw-quiet">{t('nodes.noConditions')}</p>;
  return (
    <SmallTable
      label={t('nodes.conditions')}
      columns={[t('columns.name'), t('columns.state'), t('columns.reason')]}
      rows={conditions.map(({ type, status, reason, good }) => ({
        key: type,
        cells: [
          type,
          <Mark key="state" tone={status === 'Unknown' ? 'unknown' : good ? 'good' : 'bad'}>
            {t(`nodes.conditionState.${status}`)}
          </Mark>,
          reason,
        ],
      }))}
    />
  );
}

function Running({ node: { workloads, partial } }: Props) {
  const { t } = useTexts();
  return (
    <>
      {partial && <Mark tone="unknown">{t('nodes.partial')}</Mark>}
      {workloads.length === 0 ? (
        <p className="bw-quiet">{t('nodes.nothingRuns')}</p>
      ) : (
        <SmallTable
          label={t('workloads.title')}
          columns={[t('columns.workload'), t('columns.namespace'), t('columns.risk'), t('columns.pods')]}
          numbers={[3]}
          rows={workloads.map(({ workload, kind, namespace, name, risk, pods }) => ({
            key: workload,
            cells: [
              <Link key="workload" to={`/workloads/${encodeURIComponent(workload)}`}>
                <PlaceText kind={kind} name={name} />
              </Link>,
              namespace,
              <RiskScore key="risk" score={risk} />,
              pods,
            ],
          }))}
        />
      )}
    </>
  );
}

function Images({ node: { images } }: Props) {
  const { t } = useTexts();
  if (images.length === 0) return <p className="bw-quiet">{t('nodes.noImages')}</p>;
  return (
    <ul className="bw-list">
      {images.map(({ image, reference }) => (
        <li key={image}>
          <Link to={`/images/${encodeURIComponent(image)}`}>{reference}</Link>
        </li>
      ))}
    </ul>
  );
}

function Resources({ node: { capacity, allocatable } }: Props) {
  const { t } = useTexts();
  const names = [...new Set([...Object.keys(capacity), ...Object.keys(allocatable)])].sort();
  return (
    <SmallTable
      label={t('nodes.resources')}
      columns={[t('nodes.resource'), t('nodes.capacity'), t('nodes.allocatable')]}
      numbers={[1, 2]}
      rows={names.map(name => ({ key: name, cells: [name, capacity[name] ?? '', allocatable[name] ?? ''] }))}
    />
  );
}

export const page: PageDefinition = { path: '/nodes/$id', title: 'nodes.one', permission: 'view', Component: NodePage };
