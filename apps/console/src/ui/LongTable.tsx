import { Button } from '@patternfly/react-core';
import { type ComponentProps, useState } from 'react';
import { useTexts } from '../texts/use-texts.ts';
import { SmallTable } from './SmallTable.tsx';

const SHOWN = 25;

/** A small table that may have many rows: the first of them, and the rest when somebody wants it. */
export function LongTable(props: ComponentProps<typeof SmallTable>) {
  const { t } = useTexts();
  const [isWhole, setWhole] = useState(false);
  const { rows } = props;
  const left = rows.length - SHOWN;
  return (
    <>
      <SmallTable {...props} rows={isWhole ? rows : rows.slice(0, SHOWN)} />
      {left > 0 && !isWhole && (
        <Button variant="link" isInline onClick={() => setWhole(true)}>
          {t('network.more', { count: left })}
        </Button>
      )}
    </>
  );
}
