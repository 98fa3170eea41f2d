import { Link } from '../app/Link.tsx';
import { usePermission } from '../data/session.ts';
import { useTexts } from '../texts/use-texts.ts';
import { type FindingPlace, toFindingExceptionUrl } from './finding-exception-url.ts';

/** The way from a finding to the form that asks for an exception; for those who may ask. */
export function AcceptLink(place: FindingPlace) {
  const { t } = useTexts();
  const mayRequest = usePermission('request-exception');
  if (!mayRequest) return null;
  const names = [place.id, place.package, place.workload].filter(name => name !== undefined);
  return (
    <Link to={toFindingExceptionUrl(place)} aria-label={`${t('findings.accept')}: ${names.join(' ')}`}>
      {t('findings.accept')}
    </Link>
  );
}
