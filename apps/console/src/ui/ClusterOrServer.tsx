import { useTexts } from '../texts/use-texts.ts';

/** Where something stands that may be the server's own. */
export function ClusterOrServer({ name }: { readonly name: string | undefined }) {
  const { t } = useTexts();
  return name ?? t('words.server');
}
