import { optionalText } from '../texts/optional-text.ts';
import { useTexts } from '../texts/use-texts.ts';

export function Categories({ names }: { readonly names: readonly string[] }) {
  const { t } = useTexts();
  return names.map(name => optionalText(t, 'category', name)).join(', ');
}
