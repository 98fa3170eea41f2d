import type { ComplianceFormat } from '../compliance/compliance-format.ts';
import { toRenderOptions, toReport } from '../compliance/to-report.ts';
import { format as checkFormat } from '../formats/openreports.ts';

export const format: ComplianceFormat = {
  name: 'openreports',
  doc: 'Report and ClusterReport objects of openreports.io/v1alpha1, one for each object, as a List',
  extension: 'json',
  mediaType: 'application/json',
  render: (record, { language }) => [checkFormat.render(toReport(record), toRenderOptions(record, language))],
};
