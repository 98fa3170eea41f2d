import type { Cataloger, LayerFile } from '../catalog/cataloger.ts';
import { readEachFile } from '../catalog/each-file.ts';
import type { FoundPackage } from '../catalog/package-set.ts';
import { toBaseName, toLocked } from '../formats/locked.ts';

const PROVIDER = /^provider "([^"\n]{1,300})" \{\s*^\s*version\s*=\s*"([^"\n]{1,100})"/gm;

/** https://developer.hashicorp.com/terraform/language/files/dependency-lock */
export const cataloger: Cataloger = {
  name: 'terraform-lock',
  version: 1,
  doc: 'Providers of Terraform and OpenTofu: .terraform.lock.hcl',
  foldersOnly: true,
  wants: ({ path }) => toBaseName(path) === '.terraform.lock.hcl',
  catalog: files => readEachFile(files, readLock),
};

function readLock(file: LayerFile): readonly FoundPackage[] {
  return [...file.text().matchAll(PROVIDER)].map(([, name = '', version = '']) => toLocked('terraform', name, version));
}
