import { useTexts } from '../texts/use-texts.ts';

interface Levels {
  readonly enforce: string;
  readonly audit: string;
  readonly warn: string;
}

/** Levels of the namespace's labels; only what is enforced keeps anything out. */
export function PodSecurityText({ levels: { enforce, audit, warn } }: { readonly levels: Levels }) {
  const { t } = useTexts();
  const others = [audit, warn].filter(level => level !== '' && level !== enforce);
  if (enforce === '' && others.length === 0) return <span className="bw-quiet">{t('words.notSet')}</span>;
  return (
    <span title={`enforce: ${enforce || '–'}, audit: ${audit || '–'}, warn: ${warn || '–'}`}>
      {enforce === '' ? <span className="bw-quiet">{t('namespaces.notEnforced')}</span> : enforce}
    </span>
  );
}
