import { type Answer, images } from '@breakwater/api';
import { useSearch } from '@tanstack/react-router';
import { Link } from '../../app/Link.tsx';
import { renderSearch } from '../../app/search.ts';
import { useEndpoint } from '../../data/use-endpoint.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { Panel } from '../../ui/Detail.tsx';
import { ExploitedMark, FindingCountList, FixText, Probability } from '../../ui/FindingMarks.tsx';
import { RiskScore } from '../../ui/Risk.tsx';
import { Severity } from '../../ui/Severity.tsx';
import { SeverityBar } from '../../ui/SeverityBar.tsx';
import { SmallTable } from '../../ui/SmallTable.tsx';
import { QueryStates } from '../../ui/States.tsx';
import { toVulnerabilityUrl } from '../../ui/vulnerability-url.ts';

type Image = Answer<typeof images.endpoints.get>;

const SHOWN = 5;

/** What makes up its risk: the most pressing findings, since the first of them is its risk. */
export function ImageRiskPanel({ image }: { readonly image: Image }) {
  const { t } = useTexts();
  const { vulnerabilities, risk } = image;
  return (
    <Panel title={t('images.risk')} aside={risk === undefined ? undefined : <strong className="bw-risk-total">{Math.round(risk)}</strong>}>
      {vulnerabilities === undefined ? (
        <p className="bw-quiet">{t('images.notMatched')}</p>
      ) : (
        <div className="bw-stack">
          <FindingCountList counts={vulnerabilities} />
          <SeverityBar counts={vulnerabilities} />
          <p className="bw-quiet">{t('findings.ofThese', vulnerabilities)}</p>
          <Pressing image={image} />
        </div>
      )}
    </Panel>
  );
}

function Pressing({ image: { id, digest } }: { readonly image: Image }) {
  const { t } = useTexts();
  const { digest: chosen } = useSearch({ strict: false }) as { digest?: string };
  const asked = { limit: SHOWN, sort: '-risk', ...(digest === undefined ? {} : { digest }) };
  const query = useEndpoint(images, 'vulnerabilities', { params: { id }, query: asked });
  return (
    <QueryStates query={query} rows={SHOWN}>
      {({ results, total }) =>
        results.length === 0 ? (
          <p className="bw-quiet">{t('images.noVulnerabilities')}</p>
        ) : (
          <>
            <SmallTable
              label={t('images.pressing')}
              columns={[t('columns.risk'), t('columns.vulnerability'), t('columns.package'), t('columns.fix'), t('columns.epss')]}
              rows={results.map(row => ({
                key: `${row.id} ${row.purl}`,
                cells: [
                  <RiskScore key="risk" score={row.risk} />,
                  <div key="id">
                    <Link to={toVulnerabilityUrl(row.id)} className="bw-time">
                      {row.id}
                    </Link>
                    <div>
                      <Severity level={row.severity} /> <ExploitedMark isExploited={row.exploited} />
                    </div>
                  </div>,
                  `${row.package} ${row.version}`,
                  <FixText key="fix" fixedIn={row.fixedIn} status={row.status} />,
                  <Probability key="epss" value={row.epss} />,
                ],
              }))}
            />
            {total > results.length && (
              <Link to={`/images/${encodeURIComponent(id)}${renderSearch({ tab: 'vulnerabilities', digest: chosen })}`}>
                {t('actions.showAll')}
              </Link>
            )}
          </>
        )
      }
    </QueryStates>
  );
}
