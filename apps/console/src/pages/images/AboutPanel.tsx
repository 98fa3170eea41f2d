import type { Answer, images } from '@breakwater/api';
import type { ReactNode } from 'react';
import { optionalText } from '../../texts/optional-text.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts, Panel } from '../../ui/Detail.tsx';
import { BaseName, Bytes, ImageUser, ScanMark, SurfaceScore, Unknown } from '../../ui/ImageMarks.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Mark, StateMark } from '../../ui/StateMark.tsx';

type Image = Answer<typeof images.endpoints.get>;
type Fact = readonly [name: string, value: ReactNode];

/** What it is, how far it was looked at, and what nobody can say yet. */
export function AboutPanel({ image }: { readonly image: Image }) {
  const { t } = useTexts();
  const { digest, platform, scan } = image;
  const read: readonly Fact[] = [
    [t('columns.size'), <Bytes key="size" bytes={image.bytes} />],
    [t('columns.created'), <RelativeTime key="created" time={image.created} absent="words.unknown" />],
    [t('columns.os'), <System key="os" image={image} />],
    [t('columns.base'), <Base key="base" base={image.base} />],
    [t('columns.user'), <ImageUser key="user" user={image.user} />],
    [t('columns.surface'), <SurfaceScore key="surface" score={image.surface} />],
    [t('images.packages'), image.packages ?? <Unknown key="packages" />],
    [t('columns.signed'), <StateMark key="signed" subject="signature" state={image.signed} />],
  ];
  return (
    <Panel title={t('images.about')}>
      <Facts
        items={[
          [
            t('columns.digest'),
            digest === undefined ? (
              <Unknown key="digest" />
            ) : (
              <span key="digest" className="bw-mono">
                {digest}
              </span>
            ),
          ],
          ...(platform === undefined ? [] : [[t('columns.platform'), platform] as const]),
          ...(digest === undefined ? [] : read),
          [t('columns.scan'), <ScanMark key="scan" scan={scan} />],
          [t('images.matched'), <RelativeTime key="scanned" time={scan.scannedAt} />],
          [t('images.advisories'), <RelativeTime key="database" time={scan.databaseBuilt} absent="words.none" />],
          ...(image.watched ? [[t('images.watched'), t('images.watchedText')] as const] : []),
        ]}
      />
    </Panel>
  );
}

/** The distribution, and the end of what is not maintained any more. */
function System({ image: { os, endOfLife } }: { readonly image: Image }) {
  const { t } = useTexts();
  return (
    <>
      {os === undefined || os === '' ? t('images.noSystem') : os}
      {endOfLife.map(({ product, cycle, date, extended }) => (
        <div key={`${product} ${cycle}`}>
          <Mark tone="bad">{t('images.ended', { what: `${product} ${cycle}`, date })}</Mark>
          {extended !== undefined && <div className="bw-quiet">{t('images.extended', { date: extended })}</div>}
        </div>
      ))}
    </>
  );
}

function Base({ base }: { readonly base: Image['base'] }) {
  const { t } = useTexts();
  return (
    <>
      <BaseName base={base} />
      {base !== undefined && <div className="bw-quiet">{optionalText(t, 'baseMethod', base.method)}</div>}
    </>
  );
}
