import type { Answer, policies } from '@breakwater/api';
import { Alert } from '@patternfly/react-core';
import { Link } from '../../../app/Link.tsx';
import type { TextKey } from '../../../texts/i18n.ts';
import { useTexts } from '../../../texts/use-texts.ts';
import { Severity } from '../../../ui/Severity.tsx';
import { SmallTable } from '../../../ui/SmallTable.tsx';

export type DryRun = Answer<typeof policies.endpoints.dryRun>;

/** What a change would open and close, where, and what the figures do not speak of. */
export function DryRunResult({ outcome }: { readonly outcome: DryRun }) {
  const { t } = useTexts();
  const { opens, closes, objects, judged, limits, places } = outcome;
  return (
    <div className="bw-stack" data-dry-run="">
      <p role="status" className="bw-verdict">
        {opens === 0 && closes === 0 ? (
          t(limits.length === 0 ? 'editor.wouldNothing' : 'editor.wouldNothingSeen')
        ) : (
          <>
            {opens > 0 && <strong>{t('editor.wouldOpen', { count: opens })} </strong>}
            {closes > 0 && <strong>{t('editor.wouldClose', { count: closes })} </strong>}
            {t('editor.inObjects', { count: objects })}
          </>
        )}{' '}
        <span className="bw-quiet">{t('editor.judged', { count: judged, milliseconds: outcome.milliseconds })}</span>
      </p>
      {limits.length > 0 && <Limits limits={limits} />}
      {outcome.byNamespace.length > 0 && <Namespaces outcome={outcome} />}
      {places.length > 0 && <Places outcome={outcome} />}
    </div>
  );
}

/** Could not look is never "none". */
function Limits({ limits }: Pick<DryRun, 'limits'>) {
  const { t } = useTexts();
  return (
    <Alert variant="warning" isInline title={t('editor.notWhole')} component="p">
      <ul>
        {limits.map(({ code, message, cluster }) => (
          <li key={`${code} ${cluster} ${message}`}>
            {cluster !== undefined && <b>{cluster}: </b>}
            {t(`dryRunLimit.${code}` as TextKey)} <span className="bw-quiet">{message}</span>
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function Namespaces({ outcome }: { readonly outcome: DryRun }) {
  const { t } = useTexts();
  return (
    <SmallTable
      label={t('editor.byNamespace')}
      columns={[t('columns.cluster'), t('columns.namespace'), t('editor.opens'), t('editor.closes')]}
      numbers={[2, 3]}
      rows={outcome.byNamespace.map(({ cluster, clusterName, namespace, opens, closes }) => ({
        key: `${cluster} ${namespace}`,
        cells: [clusterName, namespace === '' ? t('editor.wholeCluster') : namespace, opens, closes],
      }))}
    />
  );
}

function Places({ outcome }: { readonly outcome: DryRun }) {
  const { t } = useTexts();
  const { places, opens, closes } = outcome;
  // What one policy implies it also mutes, so that a change of one is a change of others.
  const isOfSeveral = new Set(places.map(({ policy }) => policy)).size > 1;
  return (
    <>
      <SmallTable
        label={t('editor.places')}
        columns={[t('editor.change'), t('columns.severity'), t('columns.object'), t('columns.detail')]}
        rows={places.map(place => ({
          key: [place.change, place.policy, place.cluster, place.kind, place.namespace, place.name, place.container].join(' '),
          cells: [
            <span key="change" className={`bw-change-${place.change}`}>
              {t(`editor.${place.change}`)}
            </span>,
            <Severity key="severity" level={place.severity} />,
            <PlaceName key="place" place={place} />,
            <div key="detail">
              {place.message}
              {isOfSeveral && <div className="bw-quiet bw-mono">{place.policy}</div>}
            </div>,
          ],
        }))}
      />
      {places.length < opens + closes && <p className="bw-quiet">{t('editor.more', { count: opens + closes - places.length })}</p>}
    </>
  );
}

function PlaceName({ place: { kind, namespace, name, container, workload } }: { readonly place: DryRun['places'][number] }) {
  const title = `${namespace === '' ? '' : `${namespace}/`}${kind} ${name}${container === '' ? '' : ` · ${container}`}`;
  return workload === undefined ? title : <Link to={`/workloads/${encodeURIComponent(workload)}`}>{title}</Link>;
}
