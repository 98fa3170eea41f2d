import { renderSearch } from '../../app/search.ts';

interface Place {
  readonly policy: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly container: string;
}

/** The form that asks for an exception, filled in for one violation. */
export function toExceptionUrl({ policy, cluster, namespace, kind, name, container }: Place): string {
  const place = kind === 'Namespace' && namespace === '' ? name : namespace;
  return `/exceptions/new${renderSearch({ target: policy, cluster, namespace: place, workload: `${kind}/${name}`, container })}`;
}
