import { useTexts } from '../texts/use-texts.ts';

/** Labels below each other, as people write them. */
export function LabelList({ labels }: { readonly labels: Readonly<Record<string, string>> }) {
  const { t } = useTexts();
  const entries = Object.entries(labels);
  if (entries.length === 0) return t('words.none');
  return entries.map(([name, value]) => (
    <div key={name} className="bw-mono">
      {name}={value}
    </div>
  ));
}
