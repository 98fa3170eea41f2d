import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { deduplicate, toBaseName, toLocked } from '../formats/locked.ts';
import { toLockedPython } from '../formats/pypi.ts';
import { readYamlLines } from '../formats/yaml-lines.ts';

const ENVIRONMENTS = new Set(['environment.yml', 'environment.yaml']);
const LOCKS = new Set(['conda-lock.yml', 'conda-lock.yaml']);
/** `numpy=1.26.4=py311h…`, `numpy==1.26.4`; `pip:` begins a list of Python's own. */
const PIN = /^([\w.-]+)\s*={1,2}\s*([\w.+!]+)(?:=[\w.]+)?$/;

/** https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html */
export const cataloger: Cataloger = {
  name: 'conda-lock',
  version: 1,
  doc: 'Environments of conda: environment.yml with pinned versions, conda-lock.yml',
  foldersOnly: true,
  wants: ({ path }) => ENVIRONMENTS.has(toBaseName(path)) || LOCKS.has(toBaseName(path)),
  catalog: files => readEachFile(files, file => deduplicate(LOCKS.has(toBaseName(file.path)) ? readLock(file) : readEnvironment(file))),
};

function readEnvironment(file: LayerFile): readonly FoundPackage[] {
  return [...readYamlLines(file.text())].flatMap(({ parents, value }) => {
    const [, name, version] = parents[0] === 'dependencies' ? (PIN.exec(value.replace(/^[\w.-]+::/, '')) ?? []) : [];
    if (name === undefined || version === undefined) return [];
    return [parents.includes('pip') ? toLockedPython(name, version) : toLocked('conda', name, version)];
  });
}

/** Elements of a list, each with its keys; `manager` says whose package it is. */
function readLock(file: LayerFile): readonly FoundPackage[] {
  const found: { name: string; version: string; manager: string }[] = [];
  for (const { parents, key, value } of readYamlLines(file.text())) {
    if (parents[0] !== 'package' || parents.length !== 1) continue;
    if (key === 'name') found.push({ name: value, version: '', manager: '' });
    const current = found.at(-1);
    if (current !== undefined && key === 'version') current.version = value;
    if (current !== undefined && key === 'manager') current.manager = value;
  }
  return found.map(({ name, version, manager }) => (manager === 'pip' ? toLockedPython(name, version) : toLocked('conda', name, version)));
}
