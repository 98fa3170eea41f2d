import type { Answer, policies } from '@breakwater/api';
import { Alert } from '@patternfly/react-core';
import { Link } from '../../app/Link.tsx';
import { useTexts } from '../../texts/use-texts.ts';
import { SmallTable } from '../../ui/SmallTable.tsx';

export type WhatIf = Answer<typeof policies.endpoints.whatIf>;

/** What would have been refused: requests of the last days, objects that exist, where, and what the figures do not speak of. */
export function WhatIfResult({ outcome }: { readonly outcome: WhatIf }) {
  const { t } = useTexts();
  const { reviews, now, days } = outcome;
  const limits = [
    ...outcome.limits,
    ...now.limits.map(({ message, cluster }) => (cluster === undefined ? message : `${cluster}: ${message}`)),
  ];
  return (
    <div className="bw-stack">
      <div role="status" className="bw-verdict">
        <p>
          <strong>{t('enforcement.wouldRequests', { count: reviews.requests, days })}</strong>{' '}
          <span className="bw-quiet">{t('enforcement.ofObjects', { count: reviews.judged })}</span>
        </p>
        <p>
          <strong>{t('enforcement.wouldObjects', { count: now.objects })}</strong>{' '}
          <span className="bw-quiet">{t('enforcement.ofObjects', { count: now.judged })}</span>
        </p>
        {reviews.undecided > 0 && <p>{t('enforcement.undecided', { count: reviews.undecided })}</p>}
      </div>
      {limits.length > 0 && (
        <Alert variant="warning" isInline title={t('editor.notWhole')} component="p">
          <ul>
            {limits.map(text => (
              <li key={text} lang="en">
                {text}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <Counts title={t('enforcement.requestsByNamespace')} rows={reviews.byNamespace} name={t('columns.namespace')} />
      <Counts title={t('enforcement.requestsByOwner')} rows={reviews.byOwner} name={t('enforcement.owner')} />
      {reviews.examples.length > 0 && (
        <SmallTable
          label={t('enforcement.examples')}
          columns={[t('columns.object'), t('admission.user'), t('enforcement.requests'), t('columns.detail')]}
          numbers={[2]}
          rows={reviews.examples.slice(0, 10).map(({ decision, kind, namespace, name, user, requests, message }) => ({
            key: decision,
            cells: [
              <Link
                key="object"
                to={`/admission/${encodeURIComponent(decision)}`}
              >{`${namespace === '' ? '' : `${namespace}/`}${kind} ${name}`}</Link>,
              user,
              requests,
              message,
            ],
          }))}
        />
      )}
      {now.places.length > 0 && (
        <SmallTable
          label={t('enforcement.existing')}
          columns={[t('columns.cluster'), t('columns.object'), t('columns.detail')]}
          rows={now.places.slice(0, 10).map(({ cluster, clusterName, kind, namespace, name, container, message }) => ({
            key: [cluster, kind, namespace, name, container].join(' '),
            cells: [clusterName, `${namespace === '' ? '' : `${namespace}/`}${kind} ${name}`, message],
          }))}
        />
      )}
    </div>
  );
}

function Counts({ title, rows, name }: { readonly title: string; readonly name: string; readonly rows: WhatIf['reviews']['byOwner'] }) {
  const { t } = useTexts();
  if (rows.length === 0) return null;
  return (
    <SmallTable
      label={title}
      columns={[t('columns.cluster'), name, t('enforcement.requests')]}
      numbers={[2]}
      rows={rows.slice(0, 10).map(row => ({ key: `${row.cluster} ${row.name}`, cells: [row.clusterName, row.name, row.requests] }))}
    />
  );
}
