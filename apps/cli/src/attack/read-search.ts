import { type AttackGraph, findGoal, GOALS, type Goal, listAssumed, listEntries, listGoals, type Search } from '@breakwater/attack';
import { nearestName } from '@breakwater/model';
import { listOption } from '../check/judge-options.ts';
import { type CommandInput, UsageError } from '../command.ts';

/** One number has a bit for each goal. */
const MAX_GOALS = 31;

/** The starts and goals that are asked about. Throws UsageError. */
export function readSearch(input: CommandInput, graph: AttackGraph): Search {
  return { graph, starts: readStarts(input, graph), goals: readGoals(input, graph) };
}

export function readGoals(input: CommandInput, graph: AttackGraph): readonly Goal[] {
  const given = listOption(input, 'to');
  if (given.length > MAX_GOALS) throw new UsageError(`--to: at most ${MAX_GOALS} goals are asked about at once`);
  return given.length === 0 ? listGoals(graph) : [...new Set(given)].map(name => findGoal(graph, name) ?? refuse('to', name, graph));
}

function readStarts(input: CommandInput, graph: AttackGraph): readonly number[] {
  const given = listOption(input, 'from');
  if (given.length > 0) return [...new Set(given)].map(name => findStart(name, graph));
  return input.options['assume-breach'] === true ? listAssumed(graph) : listEntries(graph);
}

const ACCOUNT_USER = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** A node by its name; a workload also without its kind, as one of several that are alike, and an account by its user name. */
function findStart(text: string, graph: AttackGraph): number {
  const [, namespace, account] = ACCOUNT_USER.exec(text) ?? [];
  const name = account === undefined ? text : `ServiceAccount ${namespace}/${account}`;
  const { nodes, classes } = graph;
  const found = nodes.find(name);
  if (found !== undefined) return found;
  const known = classes.find(({ members }) => members.some(member => member === name || member.startsWith(`${name}[`)));
  const node = known === undefined ? undefined : nodes.find(known.part.name);
  return node ?? refuse('from', text, graph);
}

function refuse(option: string, name: string, { nodes, classes }: AttackGraph): never {
  const workloads = classes.flatMap(({ members }) => members.map(member => member.slice(0, member.indexOf('['))));
  const known = [...[...(option === 'to' ? GOALS : []), ...nodes.list].map(each => each.name), ...(option === 'from' ? workloads : [])];
  const nearest = nearestName(name, known);
  const hint = nearest === undefined ? 'names are written as paths show them' : `did you mean '${nearest}'?`;
  throw new UsageError(`--${option}: nothing is called '${name.slice(0, 128)}'; ${hint}`);
}
