import { toAuthenticatedUser, type User } from '@breakwater/rbac';
import { listOption } from '../check/judge-options.ts';
import { type CommandInput, type OptionDefinition, UsageError } from '../command.ts';

export const USER_OPTIONS: readonly OptionDefinition[] = [
  {
    name: 'as',
    value: 'user',
    doc: 'User, or `system:serviceaccount:NAMESPACE:NAME`; the groups that Kubernetes adds by itself are added',
  },
  { name: 'as-group', value: 'group', doc: 'Group of the user; may be repeated', repeatable: true },
];

/** The user that `--as` and `--as-group` name; undefined without them. */
export function findUser(input: CommandInput): User | undefined {
  const [name, groups] = [input.options['as'], listOption(input, 'as-group')];
  if (name !== undefined) return toAuthenticatedUser(String(name), groups);
  // Somebody of whom only groups are known has been authenticated, or is of one of the two groups that say so.
  return groups.length === 0 ? undefined : { name: '', groups };
}

/** Throws UsageError without `--as` and `--as-group`. */
export function readUser(input: CommandInput): User {
  const user = findUser(input);
  if (user !== undefined) return user;
  throw new UsageError('say for whom: --as USER, --as system:serviceaccount:NAMESPACE:NAME or --as-group GROUP');
}
