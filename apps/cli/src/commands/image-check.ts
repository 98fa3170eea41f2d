import { SEVERITIES } from '@breakwater/model';
import { formats } from '@breakwater/report';
import { builtInPolicies } from '../catalogue.ts';
import { listOption, orRefuse, PARAMS_OPTION } from '../check/judge-options.ts';
import { readPolicyParams } from '../check/policy-params.ts';
import { readExceptions } from '../check/read-exceptions.ts';
import { readOwnPolicies } from '../check/read-own.ts';
import { parseReportOrders, writeReports } from '../check/reports.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { IMAGE_ARGUMENT, IMAGE_OPTIONS, readImageOptions } from '../image/image-options.ts';
import { judgeImage } from '../image/judge-image.ts';
import { readImage } from '../image/read-image.ts';
import { toImageContent } from '../image/to-image-content.ts';
import { toExitCode } from './check.ts';

export const command: CommandDefinition = {
  name: 'image check',
  summary: 'Say what is wrong with an image: credentials, needless parts, instructions, age, user, what is not maintained any more',
  arguments: [IMAGE_ARGUMENT],
  options: [
    {
      name: 'format',
      value: 'format[=file]',
      doc: `How to write the result, and into which file: ${formats.map(format => format.name).join(', ')} (default: table); may be repeated`,
      repeatable: true,
    },
    {
      name: 'fail-on',
      value: 'severity',
      doc: 'End with 1 when a violation is at least this severe',
      choices: [...SEVERITIES, 'never'],
      default: 'high',
    },
    { name: 'policy', value: 'id', doc: 'Judge by this policy only; may be repeated', repeatable: true },
    { name: 'policies', value: 'path', doc: 'Judge by the policies of this file or folder as well; may be repeated', repeatable: true },
    { name: 'exceptions', value: 'file', doc: 'Accept what this YAML file lists, each with a reason; may be repeated', repeatable: true },
    PARAMS_OPTION,
    { name: 'lang', value: 'language', doc: 'Language of the texts (default: that of the locale)', choices: ['en', 'ja'] },
    { name: 'verbose', doc: 'Also list what passed, what could not be evaluated, and the evidence' },
    ...IMAGE_OPTIONS,
  ],
  examples: [
    { command: 'breakwater image check registry.example/shop/cart:1.4', doc: 'May this image go out?' },
    {
      command: 'breakwater image check cart.tar --fail-on medium --format sarif=cart.sarif',
      doc: 'In a pipeline: fail on medium and worse, keep the findings for the code host',
    },
  ],
  run: async (input, terminal) => {
    const orders = parseReportOrders(listOption(input, 'format'));
    const ownPolicies = await readOwnPolicies(listOption(input, 'policies'));
    const { lang } = input.options;
    const options = {
      policies: listOption(input, 'policy'),
      ownPolicies,
      params: await readPolicyParams(input.options['params'], [...ownPolicies, ...builtInPolicies]),
      exceptions: await readExceptions(listOption(input, 'exceptions')),
      language: lang === 'ja' || lang === 'en' ? lang : terminal.language,
      keepPassing: input.options['verbose'] === true,
    };
    const [name = ''] = input.arguments;
    const inspection = await readImage(name, readImageOptions(input), terminal);
    if (inspection === undefined) return EXIT.couldNotLook;
    const { toLicenseAlternatives } = await import('@breakwater/image');
    const content = toImageContent(inspection, new Date(), toLicenseAlternatives);
    const reference = inspection.image.references[0] ?? inspection.image.name;
    const output = orRefuse(() => judgeImage(reference, inspection.image.name, content, inspection.problems, options));
    await writeReports(output, orders, options, terminal);
    return toExitCode(output, { failOn: String(input.options['fail-on']), policies: options.policies });
  },
};
