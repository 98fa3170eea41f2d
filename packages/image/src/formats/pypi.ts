import type { FoundPackage } from '../catalog/package-set.ts';
import { toLocked } from './locked.ts';

/** https://peps.python.org/pep-0503/#normalized-names */
export function normalizePythonName(name: string): string {
  return name.replaceAll(/[-_.]+/g, '-').toLowerCase();
}

export function toLockedPython(name: string, version: string, attributes?: Readonly<Record<string, string>>): FoundPackage {
  return toLocked('pypi', normalizePythonName(name), version, attributes === undefined ? {} : { attributes });
}
