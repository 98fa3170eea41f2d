import type { Answer, images } from '@breakwater/api';
import { Link } from '../app/Link.tsx';
import { usePermission } from '../data/session.ts';
import { useTexts } from '../texts/use-texts.ts';
import { type FindingPlace, toFindingExceptionUrl } from './finding-exception-url.ts';

type Finding = Answer<typeof images.endpoints.vulnerabilities>['results'][number];

interface Props {
  readonly place: FindingPlace;
  readonly state: Finding['state'];
  readonly exception?: Finding['exception'];
}

/** From an open finding to the form that asks for an exception, for those who may ask; from any other to the exception that covers it. */
export function FindingAction({ place, state, exception }: Props) {
  const { t } = useTexts();
  const mayRequest = usePermission('request-exception');
  if (exception !== undefined) {
    const { id, kind, reason, approver = '' } = exception;
    return (
      <Link to={`/exceptions/${encodeURIComponent(id)}`} title={`${reason} ${approver}`.trim()}>
        {t(`exceptionKind.${kind}.is`)}
      </Link>
    );
  }
  if (state !== 'open' || !mayRequest) return null;
  const names = [place.id, place.package, place.workload].filter(name => name !== undefined);
  return (
    <Link to={toFindingExceptionUrl(place)} aria-label={`${t('findings.accept')}: ${names.join(' ')}`}>
      {t('findings.accept')}
    </Link>
  );
}
