import type { CommandDefinition } from '../command.ts';
import { readSbomSubject } from '../vulnerability/read-sbom-subject.ts';
import { runScan } from '../vulnerability/run-scan.ts';
import { readScanOptions, SCAN_OPTIONS } from '../vulnerability/scan-options.ts';

export const command: CommandDefinition = {
  name: 'sbom scan',
  summary: 'Find known vulnerabilities of the packages that a software bill of materials lists: what fixes each, the most pressing first',
  arguments: [{ name: 'file', doc: 'CycloneDX or SPDX document, `-` for standard input', required: true }],
  options: SCAN_OPTIONS,
  examples: [
    { command: 'breakwater sbom scan cart.cdx.json', doc: 'What is known of these packages?' },
    { command: 'breakwater sbom scan cart.cdx.json --only-fixed --fail-on high', doc: 'In a pipeline: fail where somebody could act' },
    { command: 'breakwater image sbom cart.tar | breakwater sbom scan -', doc: 'Of another command' },
    {
      command: 'breakwater sbom scan cart.cdx.json --vex cart.openvex.json --format json',
      doc: 'With what its maker says of it, for programs',
    },
  ],
  run: async (input, terminal) => {
    const [file = ''] = input.arguments;
    return runScan(() => readSbomSubject(file, terminal), readScanOptions(input), terminal);
  },
};
