import { facts as resource } from '@breakwater/api';
import { COMMON_VARIABLES, factFunctions, facts, TARGETS } from '@breakwater/inventory';
import { Policy } from '@breakwater/model';
import { defineFeature, type Feature } from '../../http/route.ts';

/** The same for everybody: part of the release. */
export function createFactsFeature(): Feature {
  const toVariables = (variables: Readonly<Record<string, string>>) => Object.entries(variables).map(([name, type]) => ({ name, type }));
  const required = new Set<string>(Policy.required);
  const answer = {
    targets: TARGETS.map(({ name, doc, variables }) => ({ name, doc, variables: toVariables({ ...variables, ...COMMON_VARIABLES }) })),
    facts: facts.map(({ subject, name, type, doc, source, native }) => ({
      subject,
      name,
      type,
      doc,
      source,
      exportable: native !== undefined,
    })),
    functions: factFunctions.map(({ name, example, doc }) => ({ name, example, doc })),
    keys: Object.entries(Policy.properties).map(([name, schema]) => ({ name, doc: describe(schema), required: required.has(name) })),
  };
  return defineFeature(resource, { get: () => answer });
}

function describe(schema: object): string {
  return 'description' in schema && typeof schema.description === 'string' ? schema.description : '';
}
