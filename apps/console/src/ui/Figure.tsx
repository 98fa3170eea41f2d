import { Link } from '../app/Link.tsx';
import { useTexts } from '../texts/use-texts.ts';

/** One number with its name, leading to what it counts. */
export function Figure({ value, label, to }: { readonly value: number; readonly label: string; readonly to: string }) {
  const { language } = useTexts();
  return (
    <Link to={to} className="bw-figure">
      <strong>{value.toLocaleString(language)}</strong>
      <span>{label}</span>
    </Link>
  );
}
