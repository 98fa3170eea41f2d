import type { Answer, images } from '@breakwater/api';
import { formatBytes } from '../../format/bytes.ts';
import { toPath } from '../../format/to-path.ts';
import { optionalText } from '../../texts/optional-text.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { PageBody, Panel } from '../../ui/Detail.tsx';
import { LongTable } from '../../ui/LongTable.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { Mark } from '../../ui/StateMark.tsx';
import { EmptyMessage } from '../../ui/States.tsx';

type Image = Answer<typeof images.endpoints.get>;

/** Credentials, files that nobody needs, and what the build had better not do. */
export function FilesTab({ image }: { readonly image: Image }) {
  const { t } = useTexts();
  if (image.digest === undefined) return <EmptyMessage title={t('images.notRead')} text={t('images.notMatchedNext')} />;
  return (
    <PageBody>
      <div className="bw-stack">
        <Credentials credentials={image.credentials} />
        <Needless needless={image.needless} />
        <Remarks instructions={image.instructions} />
        <Wasted wasted={image.efficiency?.wasted ?? []} />
      </div>
    </PageBody>
  );
}

function Credentials({ credentials }: Pick<Image, 'credentials'>) {
  const { t } = useTexts();
  return (
    <Panel title={t('images.credentials', { count: credentials.length })}>
      {credentials.length === 0 ? (
        <p className="bw-quiet">{t('images.noCredentials')}</p>
      ) : (
        <>
          <p>{t('images.credentialsText')}</p>
          <LongTable
            label={t('images.credentials', { count: credentials.length })}
            columns={[t('columns.severity'), t('columns.what'), t('columns.place'), t('columns.layer'), t('columns.state')]}
            rows={credentials.map((secret, index) => ({
              key: `${secret.place} ${secret.line} ${index}`,
              cells: [
                <Severity key="severity" level={secret.severity} />,
                secret.kind,
                <span key="place" className="bw-mono">
                  {secret.place}:{secret.line}
                </span>,
                secret.layer ?? t('images.configuration'),
                secret.deleted ? (
                  <Mark key="deleted" tone="warn">
                    {t('images.deletedLater')}
                  </Mark>
                ) : (
                  ''
                ),
              ],
            }))}
          />
        </>
      )}
    </Panel>
  );
}

function Needless({ needless }: Pick<Image, 'needless'>) {
  const { t, language } = useTexts();
  return (
    <Panel title={t('images.needless')}>
      {needless.length === 0 ? (
        <p className="bw-quiet">{t('images.nothingNeedless')}</p>
      ) : (
        <LongTable
          label={t('images.needless')}
          columns={[t('columns.what'), t('columns.path'), t('columns.package'), t('columns.layer'), t('columns.saves')]}
          numbers={[3, 4]}
          rows={needless.map(item => ({
            key: `${item.kind} ${item.path}`,
            cells: [
              optionalText(t, 'needlessKind', item.kind),
              <span key="path" className="bw-mono">
                {toPath(item.path)}
              </span>,
              item.package ?? '',
              item.layer,
              formatBytes(item.saves, language),
            ],
          }))}
        />
      )}
    </Panel>
  );
}

function Remarks({ instructions }: Pick<Image, 'instructions'>) {
  const { t } = useTexts();
  if (instructions.length === 0) return null;
  return (
    <Panel title={t('images.remarks')}>
      <LongTable
        label={t('images.remarks')}
        columns={[t('columns.instruction'), t('columns.what'), t('columns.detail')]}
        rows={instructions.map(({ check, keyword, number, detail }, index) => ({
          key: `${check} ${number} ${index}`,
          cells: [
            number === undefined ? keyword : `${number} ${keyword}`,
            optionalText(t, 'instructionCheck', check),
            <span key="detail" className="bw-mono">
              {detail}
            </span>,
          ],
        }))}
      />
    </Panel>
  );
}

function Wasted({ wasted }: { readonly wasted: NonNullable<Image['efficiency']>['wasted'] }) {
  const { t, language } = useTexts();
  if (wasted.length === 0) return null;
  return (
    <Panel title={t('images.wastedFiles')}>
      <LongTable
        label={t('images.wastedFiles')}
        columns={[t('columns.path'), t('columns.layers'), t('columns.size'), t('columns.state')]}
        numbers={[2]}
        rows={wasted.map(({ path, layers, bytes, deleted }) => ({
          key: path,
          cells: [
            <span key="path" className="bw-mono">
              {toPath(path)}
            </span>,
            layers.join(', '),
            formatBytes(bytes, language),
            t(deleted ? 'images.deletedLater' : 'images.replacedLater'),
          ],
        }))}
      />
    </Panel>
  );
}
