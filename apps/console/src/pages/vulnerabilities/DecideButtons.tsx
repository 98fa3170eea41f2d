import { EXCEPTION_KINDS } from '@breakwater/api';
import { Button } from '@patternfly/react-core';
import { useGo } from '../../app/use-go.ts';
import { usePermission } from '../../data/session.ts';
import { useTexts } from '../../texts/use-texts.ts';
import { toFindingExceptionUrl } from '../../ui/finding-exception-url.ts';

/** What may be said of a vulnerability; each leads to the form that asks for it. */
export function DecideButtons({ id }: { readonly id: string }) {
  const { t } = useTexts();
  const go = useGo();
  const mayRequest = usePermission('request-exception');
  if (!mayRequest) return null;
  return EXCEPTION_KINDS.map(kind => (
    <Button key={kind} variant="secondary" onClick={() => go(toFindingExceptionUrl({ id }, kind))}>
      {t(`exceptionKind.${kind}.do`)}
    </Button>
  ));
}
