import { FORMAT_OPTION, renderAnswer } from '../answer.ts';
import { builtInStandards } from '../catalogue.ts';
import { LANGUAGE_OPTION } from '../check/report-options.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';

export const command: CommandDefinition = {
  name: 'compliance list',
  summary: 'List the frameworks that a cluster can be held against, and by what their controls are decided',
  arguments: [],
  options: [LANGUAGE_OPTION, FORMAT_OPTION],
  examples: [{ command: 'breakwater compliance list', doc: 'Frameworks with the number of their controls' }],
  run: async (input, terminal) => {
    const language = input.options['lang'] ?? terminal.language;
    const results = builtInStandards.map(({ id, title, ja, kubernetes = '', controls }) => ({
      id,
      title: language === 'ja' ? ja : title,
      kubernetes,
      controls: controls.length,
      byChecks: controls.filter(({ checks = [] }) => checks.length > 0).length,
      byPolicies: controls.filter(({ policies = [] }) => policies.length > 0).length,
      byNothing: controls.filter(({ checks = [], policies = [] }) => checks.length + policies.length === 0).length,
    }));
    await terminal.stdout(
      renderAnswer(input.options['format'], {
        schema: 'breakwater/compliance-list',
        results,
        heading: `${results.length} frameworks`,
        columns: ['id', 'title', 'kubernetes', 'controls', 'by checks', 'by policies', 'by nothing yet'],
        rows: results.map(row => [
          row.id,
          row.title,
          row.kubernetes,
          String(row.controls),
          String(row.byChecks),
          String(row.byPolicies),
          String(row.byNothing),
        ]),
        problems: [],
      }),
    );
    return EXIT.nothing;
  },
};
