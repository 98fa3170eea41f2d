interface Named {
  readonly clusterName: string;
  readonly sequence: number | null;
}

/** Name of the file in which the report of a run is. */
export function nameReport({ clusterName, sequence }: Named, extension: string): string {
  return `compliance-${clusterName.replace(/[^\w.-]+/g, '-').slice(0, 100)}-${sequence ?? 0}.${extension}`;
}
