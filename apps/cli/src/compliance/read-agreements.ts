import type { Agreements } from '@breakwater/compliance';
import type { Attestation } from '@breakwater/model';
import { listOption } from '../check/judge-options.ts';
import { EXCEPTIONS_OPTION, readExceptions } from '../check/read-exceptions.ts';
import { readProject, readProjectFile } from '../check/read-project.ts';
import { type CommandInput, type OptionDefinition, UsageError } from '../command.ts';

export const AGREEMENT_OPTIONS: readonly OptionDefinition[] = [
  { ...EXCEPTIONS_OPTION, doc: EXCEPTIONS_OPTION.doc.replace('Accept what', 'Accept what, of policies, checks and controls,') },
  {
    name: 'attestations',
    value: 'file',
    doc: 'Project file with what people attest, as `compliance attest` writes it; may be repeated (always: breakwater.yaml of this folder)',
    repeatable: true,
  },
  {
    name: 'namespace',
    value: 'name',
    doc: 'Only these namespaces, and what stands in none; * stands for any characters',
    repeatable: true,
  },
  { name: 'node', value: 'name', doc: 'Only these nodes, and what is of none; * stands for any characters', repeatable: true },
  {
    name: 'node-selector',
    value: 'label',
    doc: 'Only nodes with this label, as pool=blue, and what is of none; * stands for any characters, and of several labels all are needed',
    repeatable: true,
  },
];

/** Exceptions and attestations of the project, and the part of the cluster that is asked about. Throws UsageError. */
export async function readAgreements(input: CommandInput): Promise<Agreements> {
  const [namespaces, nodes, labels] = [listOption(input, 'namespace'), listOption(input, 'node'), listOption(input, 'node-selector')];
  return {
    exceptions: await readExceptions(listOption(input, 'exceptions')),
    attestations: await readAttestations(listOption(input, 'attestations')),
    scope: {
      ...(namespaces.length === 0 ? {} : { namespaces: [...namespaces] }),
      ...(nodes.length === 0 ? {} : { nodes: [...nodes] }),
      ...(labels.length === 0 ? {} : { nodeLabels: Object.fromEntries(labels.map(readLabel)) }),
    },
  };
}

function readLabel(text: string): readonly [string, string] {
  const [, key, value] = /^([^=!,\s]+)=([^=!,\s]*)$/.exec(text) ?? [];
  if (key === undefined || value === undefined)
    throw new UsageError(`--node-selector '${text}' is no label; write it as pool=blue, and repeat the option for further labels`);
  return [key, value];
}

/** Those of the project, and of other files that are laid out as it is. Throws UsageError. */
async function readAttestations(files: readonly string[]): Promise<readonly Attestation[]> {
  const documents = [...(await readProject())];
  for (const file of files) documents.push(...(await readProjectFile(file)));
  return documents.flatMap(({ project }) => project.attestations ?? []);
}
