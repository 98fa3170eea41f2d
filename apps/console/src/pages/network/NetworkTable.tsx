import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useTexts } from '../../texts/use-texts.ts';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { Mark } from '../../ui/StateMark.tsx';
import { findStanding, type Scene, STANDINGS, type Standing } from './graph/scene.ts';

const SHOWN = 25;

interface Props {
  readonly scene: Scene;
  readonly found: ReadonlySet<number> | undefined;
  readonly selected: number | undefined;
  readonly onSelect: (node: number) => void;
}

const TONES = { exposed: 'bad', open: 'warn', half: 'accepted', limited: 'good' } as const satisfies Readonly<Record<Standing, string>>;

/** The same as the picture for those who read or hear it: the most open first. */
export function NetworkTable({ scene, found, selected, onSelect }: Props) {
  const { t } = useTexts();
  const [limit, setLimit] = useState(SHOWN);
  const rows = listRows(scene, found);
  return (
    <>
      <SmallTable
        label={t('network.table')}
        columns={[t('columns.workload'), t('network.standing'), t('network.from'), t('network.to')]}
        numbers={[2, 3]}
        rows={rows.slice(0, limit).map(({ index, node, standing }) => ({
          key: node.name,
          cells: [
            <Button key="name" variant="link" isInline aria-pressed={index === selected} onClick={() => onSelect(index)}>
              {node.name}
            </Button>,
            <Mark key="standing" tone={TONES[standing]}>
              {t(`network.${standing}`)}
            </Mark>,
            scene.edgesOf[index]?.in.length ?? 0,
            scene.edgesOf[index]?.out.length ?? 0,
          ],
        }))}
      />
      {rows.length > limit && (
        <Button variant="link" isInline onClick={() => setLimit(limit + 10 * SHOWN)}>
          {t('network.more', { count: rows.length - limit })}
        </Button>
      )}
    </>
  );
}

function listRows({ graph }: Scene, found: ReadonlySet<number> | undefined) {
  return graph.nodes
    .map((node, index) => ({ node, index, standing: findStanding(node) }))
    .filter(({ index }) => found === undefined || found.has(index))
    .toSorted((a, b) => STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing));
}
