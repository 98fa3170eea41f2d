import { exceptions } from '@breakwater/api';
import { Alert } from '@patternfly/react-core';
import { useMemo } from 'react';
import { Link } from '../app/Link.tsx';
import { renderSearch } from '../app/search.ts';
import { useEndpoint } from '../data/use-endpoint.ts';
import { useTexts } from '../texts/use-texts.ts';
import { toSoonFilter } from './ExpiryText.tsx';

/** What is accepted now and will count again soon: said in time, so that somebody mends it or asks anew. */
export function ExpiringNotice() {
  const { t } = useTexts();
  const filter = useMemo(() => toSoonFilter(), []);
  const query = useEndpoint(exceptions, 'list', { query: { filter, limit: 1 } });
  const count = query.data?.total ?? 0;
  if (count === 0) return null;
  return (
    <Alert className="bw-expiring" variant="warning" isInline component="p" title={t('exceptions.expiring', { count })}>
      <Link to={`/exceptions${renderSearch({ filter, sort: 'expiry' })}`}>{t('exceptions.expiringShow')}</Link>
    </Alert>
  );
}
