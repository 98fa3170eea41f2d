import { Alert, Checkbox, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useId, useMemo, useState } from 'react';
import { renderSearch } from '../../app/search.ts';
import { useGo } from '../../app/use-go.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { SearchBox } from '../../ui/SearchBox.tsx';
import { MARKS, type MarkedEdge, type Scene, STANDINGS } from './graph/scene.ts';
import { NetworkCanvas } from './NetworkCanvas.tsx';
import { NetworkTable } from './NetworkTable.tsx';
import { NodePanel } from './NodePanel.tsx';

interface Props {
  readonly scene: Scene;
  readonly cluster: string;
  /** Separated by commas; all of them when empty. */
  readonly namespaces: string;
  /** What policies being tried would open and close, or what was seen. */
  readonly marked: readonly MarkedEdge[] | undefined;
}

/** The picture and its twin, a table: what is picked in one is picked in the other. */
export function NetworkPicture({ scene, cluster, namespaces, marked }: Props) {
  const { t } = useTexts();
  const id = useId();
  const [text, setText] = useState('');
  const [selected, setSelected] = useState<number>();
  const [showUnlimited, setShowUnlimited] = useState(true);
  const found = useMemo(() => findNodes(scene, text), [scene, text]);
  const { graph } = scene;
  const node = selected === undefined ? undefined : graph.nodes[selected];
  return (
    <div className="bw-stack">
      <div className="bw-graph-tools">
        <SearchBox label={t('network.search')} value={text} onChange={setText} />
        <NamespaceSelect graph={graph} cluster={cluster} namespaces={namespaces} />
        <Checkbox
          id={`${id}-unlimited`}
          label={t('network.unlimited')}
          isChecked={showUnlimited}
          onChange={(_event, next) => setShowUnlimited(next)}
        />
      </div>
      {graph.truncated && <Alert variant="warning" isInline component="p" title={t('network.truncated')} />}
      {graph.problems.length > 0 && <Problems problems={graph.problems} />}
      <div className="bw-graph-row">
        <div className="bw-graph-box">
          <NetworkCanvas
            scene={scene}
            label={t('network.pictureOf', { workloads: graph.nodes.length, edges: graph.edges.length })}
            describedBy={`${id}-keys`}
            selected={selected}
            found={found}
            showUnlimited={showUnlimited}
            marked={marked}
            onSelect={setSelected}
          />
          <Legend marked={marked} />
          <p id={`${id}-keys`} className="bw-quiet">
            {t('network.keys')}
          </p>
        </div>
        {node !== undefined && (
          <NodePanel
            key={node.name}
            node={node}
            cluster={cluster}
            onClose={() => setSelected(undefined)}
            onSelect={name => setSelected(findIndex(scene, name))}
          />
        )}
      </div>
      <NetworkTable scene={scene} found={found} selected={selected} onSelect={setSelected} />
    </div>
  );
}

function findNodes({ graph }: Scene, text: string): ReadonlySet<number> | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return undefined;
  return new Set(graph.nodes.flatMap(({ name }, index) => (name.toLowerCase().includes(wanted) ? [index] : [])));
}

function findIndex({ graph }: Scene, name: string): number | undefined {
  const index = graph.nodes.findIndex(node => node.name === name);
  return index < 0 ? undefined : index;
}

function NamespaceSelect({
  graph,
  cluster,
  namespaces,
}: {
  readonly graph: Scene['graph'];
  readonly cluster: string;
  readonly namespaces: string;
}) {
  const { t } = useTexts();
  const go = useGo();
  return (
    <FormSelect
      aria-label={t('columns.namespace')}
      value={namespaces}
      onChange={(_event, next) => go(`/network${renderSearch({ cluster, namespaces: next })}`)}
    >
      <FormSelectOption value="" label={t('network.allNamespaces', { count: graph.namespaces.length })} />
      {namespaces.includes(',') && <FormSelectOption value={namespaces} label={namespaces} />}
      {graph.namespaces.map(({ name, workloads }) => (
        <FormSelectOption key={name} value={name} label={`${name} (${workloads})`} />
      ))}
    </FormSelect>
  );
}

function Problems({ problems }: { readonly problems: readonly string[] }) {
  const { t } = useTexts();
  return (
    <Alert variant="warning" isInline component="p" title={t('network.problems', { count: problems.length })}>
      <ul>
        {problems.slice(0, 10).map(text => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Alert>
  );
}

function Legend({ marked = [] }: { readonly marked: readonly MarkedEdge[] | undefined }) {
  const { t } = useTexts();
  return (
    <ul className="bw-graph-legend" aria-label={t('network.legend')}>
      {STANDINGS.map(standing => (
        <li key={standing}>
          <span className={`bw-graph-dot bw-graph-${standing}`} aria-hidden="true" />
          {t(`network.${standing}`)}
        </li>
      ))}
      <li>
        <span className="bw-graph-stroke bw-graph-in" aria-hidden="true" />
        {t('network.in')}
      </li>
      <li>
        <span className="bw-graph-stroke bw-graph-out" aria-hidden="true" />
        {t('network.out')}
      </li>
      {MARKS.filter(mark => marked.some(edge => edge.mark === mark)).map(mark => (
        <li key={mark}>
          <span className={`bw-graph-stroke bw-graph-${mark}`} aria-hidden="true" />
          {t(`network.${mark}`)}
        </li>
      ))}
    </ul>
  );
}
