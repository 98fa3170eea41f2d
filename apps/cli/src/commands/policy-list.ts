import { compareSeverity, type Enforcement, type PolicyDefinition } from '@breakwater/model';
import { listPresets, RUNTIME_PRESETS, selectPreset, selectRuntimePreset } from '@breakwater/policy';
import { builtInPolicies, findStandard } from '../catalogue.ts';
import { readEnforcement, withEnforcement } from '../check/policy-enforcement.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'policy list',
  summary: 'List the policies that come with Breakwater',
  arguments: [],
  options: [
    { name: 'preset', value: 'name', doc: 'Only those of a preset', choices: [...listPresets(builtInPolicies), ...RUNTIME_PRESETS] },
    { name: 'category', value: 'name', doc: 'Only those of a category, as privileges or network' },
    { name: 'format', value: 'format', doc: 'How to write the list', choices: ['table', 'json'], default: 'table' },
    { name: 'lang', value: 'language', doc: 'Language of the titles (default: that of the locale)', choices: ['en', 'ja'] },
  ],
  examples: [
    { command: 'breakwater policy list --preset baseline', doc: 'What the baseline Pod Security level asks' },
    { command: 'breakwater policy list --category rbac', doc: 'What is asked of roles and bindings' },
  ],
  run: async ({ options }, terminal) => {
    const language = options['lang'] === 'ja' || (options['lang'] === undefined && terminal.language === 'ja') ? 'ja' : 'en';
    const preset = options['preset'];
    const ids = preset === undefined ? undefined : listIds(String(preset));
    const category = options['category'];
    const agreed = await readEnforcement(builtInPolicies);
    const policies = builtInPolicies
      .filter(policy => (ids?.has(policy.id) ?? true) && (category === undefined || policy.categories.includes(String(category))))
      .toSorted((a, b) => compareSeverity(b.severity, a.severity) || (a.id < b.id ? -1 : 1))
      .map(policy => withEnforcement(policy, agreed));
    await terminal.stdout(options['format'] === 'json' ? `${JSON.stringify(policies, null, 2)}\n` : renderList(policies, language));
    return EXIT.nothing;
  },
};

function renderList(policies: readonly PolicyDefinition[], language: 'en' | 'ja'): string {
  const width = Math.max(...policies.map(policy => policy.id.length), 0);
  const rows = policies.map(
    policy =>
      `${policy.severity.padEnd(9)}${policy.id.padEnd(width + 2)}${language === 'ja' ? policy.ja.title : policy.title}${renderEnforcement(policy.enforcement)}`,
  );
  return `${[...rows, '', `${policies.length} policies; \`breakwater policy explain ID\` says more`].join('\n')}\n`;
}

/** Nothing for a policy that only informs, as most do. */
function renderEnforcement(enforcement: Enforcement = {}): string {
  const stages = Object.entries(enforcement).filter(([, action]) => action !== 'inform');
  return stages.length === 0 ? '' : `  [${stages.map(([stage, action]) => `${stage}: ${action}`).join(', ')}]`;
}

function listIds(preset: string): ReadonlySet<string> {
  if ((RUNTIME_PRESETS as readonly string[]).includes(preset)) return selectRuntimePreset(preset, builtInPolicies);
  return selectPreset(preset, builtInPolicies, findStandard('pod-security')).ids;
}
