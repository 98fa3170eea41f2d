import { useTexts } from '../texts/use-texts.ts';
import { EmptyMessage, Failure } from '../ui/States.tsx';

export function MissingPage() {
  const { t } = useTexts();
  return <EmptyMessage title={t('states.missingPage')} text={t('states.missingPageNext')} level="h1" />;
}

export function RouteError({ error }: { readonly error: unknown }) {
  return <Failure failure={error} onRetry={() => location.reload()} level="h1" />;
}
