import { nearestName, type PolicyDefinition } from '@breakwater/model';
import { builtInPolicies } from '../catalogue.ts';
import { LANGUAGE_OPTION } from '../check/report-options.ts';
import { type CommandDefinition, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'policy explain',
  summary: 'Say what a policy asks, why, how it decides and how to satisfy it',
  arguments: [{ name: 'id', doc: 'Name of the policy', required: true }],
  options: [LANGUAGE_OPTION],
  examples: [{ command: 'breakwater policy explain privileged-container', doc: 'Everything about one policy' }],
  run: async ({ arguments: [id = ''], options }, terminal) => {
    const policy = findPolicy(id);
    const language = options['lang'] ?? terminal.language;
    await terminal.stdout(`${(language === 'ja' ? renderJapanese(policy) : renderEnglish(policy)).join('\n')}\n`);
    return EXIT.nothing;
  },
};

function findPolicy(id: string): PolicyDefinition {
  const policy = builtInPolicies.find(candidate => candidate.id === id);
  if (policy !== undefined) return policy;
  const nearest = nearestName(
    id,
    builtInPolicies.map(candidate => candidate.id),
  );
  throw new UsageError(
    `no policy is called '${id}'; ${nearest === undefined ? '`breakwater policy list` lists them' : `did you mean '${nearest}'?`}`,
  );
}

function renderEnglish(policy: PolicyDefinition): readonly string[] {
  const { title, severity, reason, target, rationale, remediation } = policy;
  return [
    `${title} (${policy.id})`,
    '',
    rationale,
    '',
    `Do: ${remediation}`,
    '',
    `Severity: ${severity} (${reason})`,
    `Judges: each ${target}`,
    ...renderRules(policy),
  ];
}

function renderJapanese(policy: PolicyDefinition): readonly string[] {
  const { title, rationale, remediation } = policy.ja;
  return [
    `${title} (${policy.id})`,
    '',
    rationale,
    '',
    `対処: ${remediation}`,
    '',
    `重大度: ${policy.severity} (${policy.reason})`,
    `判定の対象: ${policy.target}`,
    ...renderRules(policy),
  ];
}

/** The rule itself reads the same in every language. */
function renderRules({
  params = {},
  variables = [],
  matchConditions = [],
  expression,
  implies = [],
  standards,
}: PolicyDefinition): readonly string[] {
  const lines = [
    ...Object.entries(params).map(([name, param]) => `params.${name}: ${param.type} = ${JSON.stringify(param.default)}  # ${param.doc}`),
    ...variables.map(variable => `variables.${variable.name}: ${variable.expression}`),
    ...matchConditions.map(condition => `matchCondition: ${condition}`),
    `expression: ${expression}`,
    ...(implies.length === 0 ? [] : [`implies: ${implies.join(', ')}`]),
    ...Object.entries(standards).map(([standard, controls]) => `${standard}: ${controls.join(', ')}`),
  ];
  return ['', ...lines];
}
