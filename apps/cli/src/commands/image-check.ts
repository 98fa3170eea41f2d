import { builtInPolicies } from '../catalogue.ts';
import { listOption, orRefuse, PARAMS_OPTION } from '../check/judge-options.ts';
import { readPolicyParams } from '../check/policy-params.ts';
import { readExceptions } from '../check/read-exceptions.ts';
import { readOwnPolicies } from '../check/read-own.ts';
import { toReportExit } from '../check/report-exit.ts';
import { LANGUAGE_OPTION, listReportOptions, VERBOSE_OPTION } from '../check/report-options.ts';
import { parseReportOrders, writeReports } from '../check/reports.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { IMAGE_ARGUMENT, IMAGE_OPTIONS, readImageOptions } from '../image/image-options.ts';
import { judgeImage } from '../image/judge-image.ts';
import { readImage } from '../image/read-image.ts';
import { readTrustOptions, TRUST_OPTIONS } from '../image/trust-options.ts';
import { verifyInspected } from '../image/verify-signatures.ts';

export const command: CommandDefinition = {
  name: 'image check',
  summary: 'Say what is wrong with an image: credentials, needless parts, instructions, age, user, what is not maintained any more',
  arguments: [IMAGE_ARGUMENT],
  options: [
    ...listReportOptions('high'),
    { name: 'exceptions', value: 'file', doc: 'Accept what this YAML file lists, each with a reason; may be repeated', repeatable: true },
    PARAMS_OPTION,
    LANGUAGE_OPTION,
    VERBOSE_OPTION,
    ...IMAGE_OPTIONS,
    ...TRUST_OPTIONS,
  ],
  examples: [
    { command: 'breakwater image check registry.example/shop/cart:1.4', doc: 'May this image go out?' },
    {
      command: 'breakwater image check cart.tar --fail-on medium --format sarif=cart.sarif',
      doc: 'In a pipeline: fail on medium and worse, keep the findings for the code host',
    },
    { command: 'breakwater image check registry.example/shop/cart:1.4 --key cosign.pub', doc: 'Is it signed, too?' },
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
    const imageOptions = readImageOptions(input);
    const trust = await readTrustOptions(input, name);
    const inspection = await readImage(name, imageOptions, terminal);
    if (inspection === undefined) return EXIT.couldNotLook;
    const { toImageContent } = await import('@breakwater/image');
    const { verification, problems } = await verifyInspected(inspection, trust, imageOptions);
    const content = toImageContent(inspection, new Date(), verification);
    const reference = inspection.image.references[0] ?? inspection.image.name;
    const output = orRefuse(() => judgeImage(reference, inspection.image.name, content, problems, options));
    await writeReports(output, orders, options, terminal);
    return toReportExit(output, { failOn: String(input.options['fail-on']), policies: options.policies });
  },
};
