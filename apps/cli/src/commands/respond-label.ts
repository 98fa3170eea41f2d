import { listOption } from '../check/judge-options.ts';
import { type CommandDefinition, type CommandInput, UsageError } from '../command.ts';
import { ACT_OPTIONS, TARGET_OPTIONS } from '../respond/respond-options.ts';
import { runRespond } from '../respond/run-respond.ts';

export const command: CommandDefinition = {
  name: 'respond label',
  summary: 'Set or take away labels or annotations of an object, for people and other systems; can be undone',
  arguments: [{ name: 'target', doc: 'Object as kind/name, as pod/web-5d-abc', required: true }],
  options: [
    ...TARGET_OPTIONS,
    { name: 'set', value: 'name=value', doc: 'Label to set; may be repeated', repeatable: true },
    { name: 'remove', value: 'name', doc: 'Label to take away; may be repeated', repeatable: true },
    { name: 'annotation', doc: 'Annotations instead of labels' },
    ...ACT_OPTIONS,
  ],
  examples: [
    { command: 'breakwater respond label pod/web-5d-abc -n shop --set incident=42 --reason "incident 42"', doc: 'Find it again' },
    { command: 'breakwater respond label node/a --annotation --set note=suspicious --reason "incident 42"', doc: 'Leave a note' },
  ],
  run: (input, terminal) => {
    const action = input.options['annotation'] === true ? 'annotate' : 'label';
    return runRespond(input, terminal, { action, params: readParams(input) });
  },
};

/** Throws UsageError. */
function readParams(input: CommandInput) {
  const pairs = listOption(input, 'set').map(text => {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`--set takes name=value, not '${text}'`);
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  const remove = [...listOption(input, 'remove')];
  if (pairs.length + remove.length === 0) throw new UsageError('say what to change: --set name=value, --remove name');
  return { set: Object.fromEntries(pairs), remove };
}
