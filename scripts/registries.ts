/** One extension point: a folder of units that are collected into a generated list. */
export interface Registry {
  /** Folder whose files are the units; one that does not exist yet yields nothing. */
  readonly directory: string;
  /** File that is generated; part of the repository. */
  readonly output: string;
  /** What each unit's file exports, and what the generated file exports. */
  readonly unitExport: string;
  readonly listExport: string;
  /** Element type and the module that declares it, relative to the output. */
  readonly type: { readonly name: string; readonly from: string };
  /** Whether a unit exports a list of elements instead of one. */
  readonly spread?: true;
  /** Fields that the list tells of each unit, whose file it loads only when asked: `load` gives the unit itself. */
  readonly lazy?: readonly string[];
}

export const registries: readonly Registry[] = [
  {
    directory: 'apps/agent/src/sources',
    output: 'apps/agent/src/sources.generated.ts',
    unitExport: 'source',
    listExport: 'sources',
    type: { name: 'EventSource', from: './event-source.ts' },
  },
  {
    directory: 'apps/cli/src/commands',
    output: 'apps/cli/src/commands.generated.ts',
    unitExport: 'command',
    listExport: 'commands',
    type: { name: 'CommandEntry', from: './command.ts' },
    lazy: ['name', 'summary'],
  },
  {
    directory: 'apps/cli/src/suites',
    output: 'apps/cli/src/suites.generated.ts',
    unitExport: 'suite',
    listExport: 'suites',
    type: { name: 'Suite', from: './suite.ts' },
  },
  {
    directory: 'packages/advisory/src/feeds',
    output: 'packages/advisory/src/feeds.generated.ts',
    unitExport: 'feed',
    listExport: 'feeds',
    type: { name: 'Feed', from: './feed.ts' },
  },
  {
    directory: 'packages/api/src/resources',
    output: 'packages/api/src/resources.generated.ts',
    unitExport: 'resource',
    listExport: 'resources',
    type: { name: 'Resource', from: './endpoint.ts' },
  },
  {
    directory: 'packages/attack/src/edges',
    output: 'packages/attack/src/edges.generated.ts',
    unitExport: 'edge',
    listExport: 'edges',
    type: { name: 'AttackEdge', from: './edge.ts' },
  },
  {
    directory: 'packages/behavior/src/detectors',
    output: 'packages/behavior/src/detectors.generated.ts',
    unitExport: 'detector',
    listExport: 'detectors',
    type: { name: 'Detector', from: './detector.ts' },
  },
  {
    directory: 'packages/behavior/src/recordings',
    output: 'packages/behavior/src/recordings.generated.ts',
    unitExport: 'recording',
    listExport: 'recordings',
    type: { name: 'Recording', from: './recording.ts' },
  },
  {
    directory: 'packages/compliance/src/checks',
    output: 'packages/compliance/src/checks.generated.ts',
    unitExport: 'checks',
    listExport: 'checks',
    type: { name: 'Check', from: './check/check.ts' },
    spread: true,
  },
  {
    directory: 'packages/image/src/catalogers',
    output: 'packages/image/src/catalogers.generated.ts',
    unitExport: 'cataloger',
    listExport: 'catalogers',
    type: { name: 'Cataloger', from: './catalog/cataloger.ts' },
  },
  {
    directory: 'packages/image/src/classifiers',
    output: 'packages/image/src/classifiers.generated.ts',
    unitExport: 'classifier',
    listExport: 'classifiers',
    type: { name: 'Classifier', from: './classify/classifier.ts' },
  },
  {
    directory: 'packages/inventory/src/facts',
    output: 'packages/inventory/src/facts.generated.ts',
    unitExport: 'facts',
    listExport: 'facts',
    type: { name: 'Fact', from: './fact.ts' },
    spread: true,
  },
  {
    directory: 'packages/kube/src/kinds',
    output: 'packages/kube/src/kinds.generated.ts',
    unitExport: 'kind',
    listExport: 'kinds',
    type: { name: 'KindDefinition', from: './kind.ts' },
  },
  {
    directory: 'packages/report/src/compliance-formats',
    output: 'packages/report/src/compliance-formats.generated.ts',
    unitExport: 'format',
    listExport: 'complianceFormats',
    type: { name: 'ComplianceFormat', from: './compliance/compliance-format.ts' },
  },
  {
    directory: 'packages/report/src/formats',
    output: 'packages/report/src/formats.generated.ts',
    unitExport: 'format',
    listExport: 'formats',
    type: { name: 'ReportFormat', from: './format.ts' },
  },
  {
    directory: 'apps/sensor/src/responder/actions',
    output: 'apps/sensor/src/responder/actions.generated.ts',
    unitExport: 'action',
    listExport: 'actions',
    type: { name: 'Action', from: './contract.ts' },
  },
  {
    directory: 'packages/vulnerability/src/matchers',
    output: 'packages/vulnerability/src/matchers.generated.ts',
    unitExport: 'matcher',
    listExport: 'matchers',
    type: { name: 'Matcher', from: './matcher.ts' },
  },
  {
    directory: 'packages/version/src/schemes',
    output: 'packages/version/src/schemes.generated.ts',
    unitExport: 'scheme',
    listExport: 'schemes',
    type: { name: 'VersionScheme', from: './scheme.ts' },
  },
  {
    directory: 'test/e2e/runtime/attacks',
    output: 'test/e2e/runtime/attacks.generated.ts',
    unitExport: 'scenario',
    listExport: 'scenarios',
    type: { name: 'Scenario', from: './scenario.ts' },
  },
];
