import { type Answer, network } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { Link } from '../../app/Link.tsx';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { QueryStates } from '../../ui/States.tsx';
import type { GraphNode } from './graph/scene.ts';

type Connections = Answer<typeof network.endpoints.connections>;

const SHOWN = 30;

interface Props {
  readonly node: GraphNode;
  readonly cluster: string;
  readonly onClose: () => void;
  readonly onSelect: (name: string) => void;
}

/** Beside the picture: policies of the workload that was picked, and who may connect in both directions. */
export function NodePanel({ node, cluster, onClose, onSelect }: Props) {
  const { t } = useTexts();
  const query = useEndpoint(network, 'connections', { query: { cluster, workload: node.name } }, { isOfInput: true });
  return (
    <section className="bw-graph-panel" aria-label={node.name}>
      <div className="bw-title-row">
        <h3 className="bw-mono">
          <Link to={`/workloads/${encodeURIComponent(node.workload)}`}>{node.name}</Link>
        </h3>
        <Button variant="link" isInline onClick={onClose}>
          {t('actions.close')}
        </Button>
      </div>
      <QueryStates query={query}>{data => <Body data={data} onSelect={onSelect} />}</QueryStates>
    </section>
  );
}

function Body({ data, onSelect }: { readonly data: Connections; readonly onSelect: (name: string) => void }) {
  const { t } = useTexts();
  return (
    <div className="bw-stack">
      {data.policies.length === 0 ? (
        <p className="bw-quiet">{t('network.noPolicies')}</p>
      ) : (
        <ul aria-label={t('network.policies')}>
          {data.policies.map(({ name, directions }) => (
            <li key={name} className="bw-mono">
              {name} ({directions.map(direction => t(`network.${direction}`)).join(', ')})
            </li>
          ))}
        </ul>
      )}
      <Rows title={t('network.in')} side={data.in} onSelect={onSelect} />
      <Rows title={t('network.out')} side={data.out} onSelect={onSelect} />
    </div>
  );
}

interface RowsProps {
  readonly title: string;
  readonly side: Connections['in'];
  readonly onSelect: (name: string) => void;
}

function Rows({ title, side, onSelect }: RowsProps) {
  const { t } = useTexts();
  const ends = [...Map.groupBy(side.rows, ({ end }) => end)];
  return (
    <div>
      <h4>{title}</h4>
      {ends.length === 0 ? (
        <p className="bw-quiet">{t('network.nobody')}</p>
      ) : (
        <SmallTable
          label={title}
          columns={[t('network.end'), t('network.ports')]}
          rows={ends.slice(0, SHOWN).map(([end, rows]) => ({
            key: end,
            cells: [<End key="end" end={end} onSelect={onSelect} />, <Ports key="ports" rows={rows} />],
          }))}
        />
      )}
      {ends.length - Math.min(ends.length, SHOWN) + side.more > 0 && (
        <p className="bw-quiet">{t('network.more', { count: ends.length - Math.min(ends.length, SHOWN) + side.more })}</p>
      )}
    </div>
  );
}

function End({ end, onSelect }: { readonly end: string; readonly onSelect: (name: string) => void }) {
  if (!end.includes('[')) return <span className="bw-mono">{end}</span>;
  return (
    <Button variant="link" isInline onClick={() => onSelect(end)}>
      {end}
    </Button>
  );
}

const ALL = '1-65535';

function Ports({ rows }: { readonly rows: Connections['in']['rows'] }) {
  const { t } = useTexts();
  const sure = rows.filter(({ verdict }) => verdict === 'allowed');
  const isAll = sure.length === 3 && sure.every(({ ports }) => ports === ALL);
  const show = (row: (typeof rows)[number]): string => {
    const ports = row.ports === ALL ? row.protocol : `${row.protocol} ${row.ports}`;
    return row.verdict === 'allowed' ? ports : `${ports} (${t(`network.${row.upstream}`)}? ${row.doubts.join(', ')})`;
  };
  return isAll ? t('network.allPorts') : rows.map(show).join('; ');
}
