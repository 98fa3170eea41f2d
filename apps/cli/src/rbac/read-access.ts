import type { SourceObject } from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import { NEWEST_MINOR } from '@breakwater/policy';
import { Authorizer, type RbacFault, readRbac } from '@breakwater/rbac';
import { toNothingRead } from '../check/judge-options.ts';
import type { CommandInput, Terminal } from '../command.ts';
import { readInputs } from '../render/read-inputs.ts';
import { readRenderOptions } from '../render/render-options.ts';

/** Roles and bindings of files, ready to be asked. */
export interface Access {
  readonly authorizer: Authorizer;
  readonly problems: readonly Problem[];
  /** Where an object stands, as `roles.yaml:3`; empty when that is not known. */
  readonly locate: (index: number) => string;
}

/** Reads what `check` reads; roles and bindings that name no namespace are of the one asked about. */
export async function readAccess(paths: readonly string[], input: CommandInput, terminal: Terminal): Promise<Access> {
  const namespace = String(input.options['namespace'] ?? '');
  const renderOptions = readRenderOptions(input, { kubeMinor: NEWEST_MINOR, namespace });
  const { objects, problems } = await readInputs(paths, terminal, renderOptions, () => {});
  const set = readRbac(
    objects.map(({ value }) => value),
    { namespace: namespace || 'default' },
  );
  const authorizer = new Authorizer(set);
  const isEmpty = set.roles.length + set.bindings.length === 0 && problems.length === 0;
  const faults = authorizer.faults.map(fault => toProblem(fault, objects[fault.index]));
  return {
    authorizer,
    problems: [...problems, ...faults, ...(isEmpty ? [toNothingRead(paths, 'asked')] : [])],
    locate: index => formatLocation(objects[index]),
  };
}

function toProblem({ path, message }: RbacFault, object: SourceObject | undefined): Problem {
  const location = object?.locate?.([]);
  const { kind, name } = describe(object);
  return {
    code: 'rbac-invalid',
    message: `${kind} ${name}: ${path}: ${message}`,
    source: location?.file ?? '',
    ...(location === undefined ? {} : { location }),
  };
}

function describe(object: SourceObject | undefined): { readonly kind: string; readonly name: string } {
  const metadata = object?.value['metadata'];
  const name = typeof metadata === 'object' && metadata !== null && 'name' in metadata ? String(metadata.name) : '';
  return { kind: String(object?.value['kind'] ?? ''), name };
}

function formatLocation(object: SourceObject | undefined): string {
  const location = object?.locate?.([]);
  return location === undefined ? '' : `${location.file}:${location.line}`;
}
