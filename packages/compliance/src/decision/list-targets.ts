import type { Standard } from '@breakwater/model';

/** What exceptions may name of frameworks: controls, with their framework or without, and checks. */
export function listTargets(standards: readonly Standard[]): ReadonlySet<string> {
  return new Set(
    standards.flatMap(({ id, controls }) => controls.flatMap(control => [control.id, `${id}/${control.id}`, ...(control.checks ?? [])])),
  );
}
