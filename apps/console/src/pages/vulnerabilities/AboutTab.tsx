import type { Answer, vulnerabilities } from '@breakwater/api';
import { useTexts } from '../../texts/use-texts.ts';
import { Facts, PageBody, Panel } from '../../ui/Detail.tsx';
import { ExceptionTable } from '../../ui/ExceptionTable.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { Mark } from '../../ui/StateMark.tsx';
import { explainThreat } from './explain-threat.ts';

type Vulnerability = Answer<typeof vulnerabilities.endpoints.get>;

/** How grave it is, what mends it, why it was found and what was decided. */
export function AboutTab({ row }: { readonly row: Vulnerability }) {
  const { t } = useTexts();
  return (
    <PageBody>
      <div className="bw-grid">
        <Panel title={t('vulnerabilities.grave')}>
          <Threat row={row} />
        </Panel>
        <Panel title={t('vulnerabilities.fix')}>
          <Fix row={row} />
        </Panel>
        <Panel title={t('vulnerabilities.exceptions')} isWide>
          {row.exceptions.length === 0 ? (
            <p className="bw-quiet">{t('vulnerabilities.noExceptions')}</p>
          ) : (
            <ExceptionTable rows={row.exceptions} />
          )}
        </Panel>
        <Panel title={t('vulnerabilities.scores')}>
          <Scores row={row} />
        </Panel>
        <Panel title={t('vulnerabilities.evidence')}>
          <Evidence row={row} />
        </Panel>
      </div>
    </PageBody>
  );
}

function Threat({ row }: { readonly row: Vulnerability }) {
  const { t } = useTexts();
  const { kev, probability } = row;
  return (
    <div className="bw-stack">
      <ul className="bw-list">
        {row.reasons.map(reason => (
          <li key={reason}>{explainThreat(reason, t)}</li>
        ))}
      </ul>
      <Facts
        items={[
          ...(kev === undefined ? [[t('columns.exploited'), <Quiet key="kev" text={t('vulnerabilities.notExploited')} />] as const] : []),
          ...(probability === undefined
            ? [[t('vulnerabilities.probability'), <Quiet key="epss" text={t('words.unknown')} />] as const]
            : []),
          [t('vulnerabilities.firstSeen'), <RelativeTime key="seen" time={row.firstSeen} />],
          [t('columns.clusters'), row.clusters],
          [t('namespaces.title'), row.namespaces],
          [t('vulnerabilities.aliases'), row.aliases.length === 0 ? t('words.none') : row.aliases.join(', ')],
        ]}
      />
    </div>
  );
}

function Quiet({ text }: { readonly text: string }) {
  return <span className="bw-quiet">{text}</span>;
}

function Fix({ row: { fixable, fixedIn, packages } }: { readonly row: Vulnerability }) {
  const { t } = useTexts();
  return (
    <div className="bw-stack">
      <Mark tone={fixable ? 'good' : 'unknown'}>{t(fixable ? 'vulnerabilities.fixable' : 'vulnerabilities.notFixable')}</Mark>
      {fixedIn.length > 0 && (
        <div>
          <p>{t('vulnerabilities.raiseTo')}</p>
          <ul className="bw-list bw-mono">
            {fixedIn.map(text => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
      <Facts items={[[t('columns.packages'), packages.join(', ')]]} />
    </div>
  );
}

function Scores({ row: { cvss } }: { readonly row: Vulnerability }) {
  const { t } = useTexts();
  if (cvss.length === 0) return <p className="bw-quiet">{t('vulnerabilities.noScores')}</p>;
  return (
    <SmallTable
      label={t('vulnerabilities.scores')}
      columns={['CVSS', t('columns.score'), t('columns.source'), t('columns.vector')]}
      numbers={[1]}
      rows={cvss.map(({ version, score, source, vector }) => ({
        key: `${source} ${vector}`,
        cells: [
          version,
          score.toFixed(1),
          source,
          <span key="vector" className="bw-mono">
            {vector}
          </span>,
        ],
      }))}
    />
  );
}

/** Only addresses of the web lead anywhere: advisories are written by others. */
function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url);
}

function Evidence({ row: { evidence, sources, links } }: { readonly row: Vulnerability }) {
  const { t } = useTexts();
  return (
    <div className="bw-stack">
      <ul className="bw-list bw-break" lang="en">
        {evidence.map(text => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <Facts
        items={[
          [t('vulnerabilities.sources'), sources.join(', ')],
          [
            t('vulnerabilities.links'),
            <ul key="links" className="bw-plain-list">
              {links
                .filter(({ url }) => isWebAddress(url))
                .map(({ title, url }) => (
                  <li key={url}>
                    <a href={url} target="_blank" rel="noreferrer noopener">
                      {title}
                    </a>
                  </li>
                ))}
            </ul>,
          ],
        ]}
      />
    </div>
  );
}
