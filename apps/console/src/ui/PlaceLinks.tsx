import { Link } from '../app/Link.tsx';

interface Place {
  readonly cluster: string;
  readonly name: string;
}

/** Ids of namespaces and nodes are those of the server: cluster and name in base64url. */
function toPlaceId({ cluster, name }: Place): string {
  const bytes = new TextEncoder().encode(`${cluster}\n${name}`);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

export function toNamespaceUrl(place: Place): string {
  return `/namespaces/${toPlaceId(place)}`;
}

export function toNodeUrl(place: Place): string {
  return `/nodes/${toPlaceId(place)}`;
}

export function NamespaceLink(place: Place) {
  return <Link to={toNamespaceUrl(place)}>{place.name}</Link>;
}

export function NodeLink(place: Place) {
  return <Link to={toNodeUrl(place)}>{place.name}</Link>;
}

export function ClusterLink({ cluster, name }: Place) {
  return <Link to={`/clusters/${encodeURIComponent(cluster)}`}>{name}</Link>;
}
