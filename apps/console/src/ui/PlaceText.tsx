/** An object as people say it: kind, name, and the container it is about. */
export function PlaceText({ kind, name, container = '' }: { readonly kind: string; readonly name: string; readonly container?: string }) {
  const spoken = container === '' ? `${kind} ${name}` : `${kind} ${name} › ${container}`;
  return (
    <span title={spoken}>
      <span className="bw-quiet">{kind}</span> {name}
      {container !== '' && <span className="bw-quiet"> › {container}</span>}
    </span>
  );
}
