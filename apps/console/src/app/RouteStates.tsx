import { useDatabase } from '../data/database.ts';
import { useTexts } from '../texts/use-texts.ts';
import { EmptyMessage, Failure } from '../ui/States.tsx';

export function MissingPage() {
  const { t } = useTexts();
  return <EmptyMessage title={t('states.missingPage')} text={t('states.missingPageNext')} level="h1" />;
}

const reload = (): void => location.reload();

/** A page that could not even begin, since the database was away, begins by itself when it is back. */
export function RouteError({ error }: { readonly error: unknown }) {
  useDatabase(reload);
  return <Failure failure={error} onRetry={reload} level="h1" />;
}
