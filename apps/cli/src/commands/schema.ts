import { nearestName, schemas, toJsonSchema } from '@breakwater/model';
import { type CommandDefinition, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'schema',
  summary: 'Print the JSON Schema of a shape that Breakwater reads or writes',
  arguments: [{ name: 'name', doc: 'Shape, as result or event; all names are listed when absent', required: false }],
  options: [],
  examples: [
    { command: 'breakwater schema', doc: 'List the shapes' },
    { command: 'breakwater schema check-output', doc: 'What `breakwater check --format json` prints' },
  ],
  run: async ({ arguments: [name] }, terminal) => {
    if (name === undefined) {
      await terminal.stdout(`${Object.keys(schemas).join('\n')}\n`);
      return EXIT.nothing;
    }
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (schema === undefined) throw new UsageError(describeUnknown(name));
    await terminal.stdout(`${JSON.stringify(toJsonSchema(schema), null, 2)}\n`);
    return EXIT.nothing;
  },
};

function describeUnknown(name: string): string {
  const nearest = nearestName(name, Object.keys(schemas));
  return `no shape is called '${name}'; ${nearest === undefined ? '`breakwater schema` lists them' : `did you mean '${nearest}'?`}`;
}
