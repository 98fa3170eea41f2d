import { Alert } from '@patternfly/react-core';
import { describeFailure } from '../data/failure.ts';
import { useTexts } from '../texts/use-texts.ts';

/** Why a form was not accepted, beside its button. */
export function FailureAlert({ failure }: { readonly failure: unknown }) {
  const { t } = useTexts();
  if (failure === null || failure === undefined) return null;
  const { title, next, detail } = describeFailure(failure, t);
  return (
    <Alert variant="danger" isInline title={title} component="p" isLiveRegion>
      {detail === undefined ? next : `${detail} ${next}`}
    </Alert>
  );
}
