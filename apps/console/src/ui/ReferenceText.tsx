import { Link } from '../app/Link.tsx';
import { splitReference } from '../format/split-reference.ts';

interface Props {
  readonly reference: string;
  /** Where it leads; without one it is text. */
  readonly to?: string | undefined;
  /** Said on hover, beside the whole reference. */
  readonly more?: string;
}

/** An image as people call it, its registry behind it: what a narrow column cuts off is what all rows have in common. */
export function ReferenceText({ reference, to, more }: Props) {
  const { name, registry } = splitReference(reference);
  const title = more === undefined ? reference : `${reference}\n${more}`;
  return (
    <>
      {to === undefined ? (
        <span title={title}>{name}</span>
      ) : (
        <Link to={to} data-row-link="" title={title}>
          {name}
        </Link>
      )}
      {registry !== '' && <span className="bw-quiet"> {registry}</span>}
    </>
  );
}
