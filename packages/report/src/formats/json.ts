import type { ReportFormat } from '../format.ts';

export const format: ReportFormat = {
  name: 'json',
  doc: 'The whole result, as `breakwater schema check-output` describes it',
  render: output => `${JSON.stringify(output, null, 2)}\n`,
};
