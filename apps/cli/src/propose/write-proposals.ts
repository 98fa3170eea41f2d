import { toYaml } from '@breakwater/policy';
import { toYamlComment } from '../yaml-comment.ts';
import type { Answered } from './dry-run.ts';

/** YAML to be applied from top to bottom, with comments that say why, and what the API server said where it was asked. */
export function writeProposals(proposals: readonly Answered[]): string {
  return proposals.map(writeProposal).join('---\n');
}

function writeProposal({ proposal: { object, because }, answer }: Answered): string {
  const said = answer === undefined ? [] : [`dry run: ${answer.outcome}`, ...answer.warnings.map(text => `dry run warns: ${text}`)];
  return `${[...because, ...said].map(toYamlComment).join('')}${object === undefined ? '' : toYaml(object)}`;
}
