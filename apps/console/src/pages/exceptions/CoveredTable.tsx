import type { Answer, exceptions } from '@breakwater/api';
import { Link } from '../../app/Link.tsx';
import { useTexts } from '../../texts/use-texts.ts';
import { Digest } from '../../ui/ImageMarks.tsx';
import { LongTable } from '../../ui/LongTable.tsx';

type Covered = Answer<typeof exceptions.endpoints.get>['covered'];

/** Packages of images whose vulnerability an exception covers. */
export function CoveredTable({ rows, empty }: { readonly rows: Covered; readonly empty: string }) {
  const { t } = useTexts();
  if (rows.length === 0) return <p className="bw-quiet">{empty}</p>;
  return (
    <LongTable
      label={t('exceptions.coversFindings', { count: rows.length })}
      columns={[t('columns.image'), t('columns.digest'), t('columns.package'), t('columns.version')]}
      rows={rows.map(({ image, reference, digest, package: name, version }) => ({
        key: `${image} ${digest} ${name} ${version}`,
        cells: [
          <Link key="image" to={`/images/${encodeURIComponent(image)}`}>
            {reference}
          </Link>,
          <Digest key="digest" digest={digest} />,
          name,
          version,
        ],
      }))}
    />
  );
}
