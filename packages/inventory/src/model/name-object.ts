interface Named {
  readonly kind: string;
  /** Empty for what has none. */
  readonly namespace: string;
  readonly name: string;
}

/** `RoleBinding shop/deployers`, `ClusterRole view`, `User ann`: an object or a subject as answers name it. */
export function nameObject({ kind, namespace, name }: Named): string {
  return namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}
