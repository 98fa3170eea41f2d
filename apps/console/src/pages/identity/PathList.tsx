import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { optionalText } from '../../texts/optional-text.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { SmallTable } from '../../ui/SmallTable.tsx';
import type { AttackPaths } from './AttackPage.tsx';

const SHOWN = 20;

interface Props {
  readonly paths: AttackPaths['paths'];
  readonly selected: number;
  readonly onSelect: (index: number) => void;
}

/** All paths, the easiest to each goal first; the one that is picked is drawn. */
export function PathList({ paths, selected, onSelect }: Props) {
  const { t } = useTexts();
  const [limit, setLimit] = useState(SHOWN);
  return (
    <>
      <SmallTable
        label={t('attack.paths')}
        columns={[t('attack.from'), t('attack.goal'), t('attack.steps'), t('attack.bestCut')]}
        numbers={[2]}
        rows={paths.slice(0, limit).map(({ from, to, hops, cut }, index) => ({
          key: `${from} ${to}`,
          cells: [
            <Button key="from" variant="link" isInline aria-pressed={index === selected} onClick={() => onSelect(index)}>
              {from}
            </Button>,
            optionalText(t, 'attackGoal', to),
            hops.length,
            <span key="cut" className="bw-mono">
              {cut?.change ?? '–'}
            </span>,
          ],
        }))}
      />
      {paths.length > limit && (
        <Button variant="link" isInline onClick={() => setLimit(paths.length)}>
          {t('network.more', { count: paths.length - limit })}
        </Button>
      )}
    </>
  );
}
