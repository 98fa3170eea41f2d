import type { Answer, baselines } from '@breakwater/api';
import type { ReactNode } from 'react';
import { Link } from '../../app/Link.tsx';
import { toVisible } from '../../format/command-line.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { LongTable } from '../../ui/LongTable.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

export type Deviation = Answer<typeof baselines.endpoints.preview>['deviations'][number];

interface Props {
  readonly deviations: readonly Deviation[];
  readonly renderAction?: (deviation: Deviation) => ReactNode;
}

/** What a container did that its baseline does not know. */
export function DeviationTable({ deviations, renderAction }: Props) {
  const { t } = useTexts();
  return (
    <LongTable
      label={t('baselines.deviations')}
      columns={[
        t('columns.what'),
        t('columns.count'),
        t('baselines.lastSeen'),
        ...(renderAction === undefined ? [] : [t('columns.actions')]),
      ]}
      numbers={[1]}
      rows={deviations.map(one => ({
        key: `${one.verdict} ${one.detail}`,
        cells: [
          <Link key="what" to={`/runtime/${encodeURIComponent(one.event)}`} className="bw-mono">
            {toVisible(one.detail)}
          </Link>,
          one.count,
          <RelativeTime key="seen" time={one.lastSeen} />,
          ...(renderAction === undefined ? [] : [renderAction(one)]),
        ],
      }))}
    />
  );
}
