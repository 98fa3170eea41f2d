import type { Answer, images } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { formatBytes } from '../../format/bytes.ts';
import { optionalText } from '../../texts/optional-text.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { groupNeedless } from './group-needless.ts';

type Image = Answer<typeof images.endpoints.get>;

/** What hardly any service needs, by kind, and what goes with it. */
export function NeedlessPanel({ image }: { readonly image: Image }) {
  const { t, language } = useTexts();
  const groups = groupNeedless(image.needless, image.surfaceParts);
  const wasted = image.efficiency?.wastedBytes ?? 0;
  return (
    <Panel title={t('images.needless')}>
      {groups.length === 0 && <p className="bw-quiet">{t('images.nothingNeedless')}</p>}
      {groups.length > 0 && (
        <SmallTable
          label={t('images.needless')}
          columns={[t('columns.what'), t('columns.count'), t('columns.saves'), t('columns.surfacePoints')]}
          numbers={[1, 2, 3]}
          rows={groups.map(({ kind, count, saves, points, examples }) => ({
            key: kind,
            cells: [
              <span key="kind" title={examples.join('\n')}>
                {optionalText(t, 'needlessKind', kind)} <span className="bw-quiet bw-mono">{examples.join(' ')}</span>
              </span>,
              count,
              formatBytes(saves, language),
              points === 0 ? '' : `−${points}`,
            ],
          }))}
        />
      )}
      {wasted > 0 && <p>{t('images.wasted', { size: formatBytes(wasted, language) })}</p>}
      <Link to={`/images/${encodeURIComponent(image.id)}?tab=files`}>{t('images.showFiles')}</Link>
    </Panel>
  );
}
