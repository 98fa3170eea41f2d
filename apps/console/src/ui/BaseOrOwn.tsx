import { useTexts } from '../texts/use-texts.ts';

/** Who brought a layer or package: the base image, the image's own build, or nobody knows. */
export function BaseOrOwn({ isBase }: { readonly isBase: boolean | undefined }) {
  const { t } = useTexts();
  if (isBase === undefined) return <span className="bw-quiet">{t('words.unknown')}</span>;
  return t(isBase ? 'images.byBase' : 'images.byOwn');
}
