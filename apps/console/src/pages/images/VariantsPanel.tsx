import type { Answer, images } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { renderSearch } from '../../app/search.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { FindingCountList } from '../../ui/FindingMarks.tsx';
import { Digest } from '../../ui/ImageMarks.tsx';
import { LongTable } from '../../ui/LongTable.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Mark } from '../../ui/StateMark.tsx';

/** All that the reference stands for or stood for: platforms, and what it was moved from. */
export function VariantsPanel({ image }: { readonly image: Answer<typeof images.endpoints.get> }) {
  const { t } = useTexts();
  const { id, variants, digests } = image;
  if (variants.length === 0) {
    return (
      <Panel title={t('columns.digests')} isWide>
        {digests.length === 0 && <p className="bw-quiet">{t('images.noDigests')}</p>}
        {digests.map(digest => (
          <p key={digest} className="bw-mono">
            {digest}
          </p>
        ))}
      </Panel>
    );
  }
  return (
    <Panel title={t('images.variants')} isWide>
      <LongTable
        label={t('images.variants')}
        columns={[t('columns.digest'), t('columns.platform'), t('columns.state'), t('columns.vulnerabilities'), t('columns.seen')]}
        rows={variants.map(({ digest, platform, running, seenAt, vulnerabilities }) => ({
          key: digest,
          cells: [
            digest === image.digest ? (
              <strong key="digest">
                <Digest digest={digest} /> {t('images.shown')}
              </strong>
            ) : (
              <Link key="digest" to={`/images/${encodeURIComponent(id)}${renderSearch({ digest })}`}>
                <Digest digest={digest} />
              </Link>
            ),
            platform,
            <Mark key="state" tone={running ? 'good' : 'unknown'}>
              {t(running ? 'images.running' : 'images.notRunning')}
            </Mark>,
            <FindingCountList key="vulnerabilities" counts={vulnerabilities} />,
            <RelativeTime key="seen" time={seenAt} />,
          ],
        }))}
      />
    </Panel>
  );
}
