import { type Static, Type } from 'typebox';
import { Severity } from '../severity.ts';
import { STATES, State } from '../state.ts';
import { Exception } from './exception.ts';
import { Problem } from './problem.ts';
import { Evidence } from './result.ts';

/** What a control is about on the whole: a node, an object, or the cluster itself. */
const ComplianceSubject = Type.Object({
  kind: Type.String({ description: 'Kind of the object; Node, or Cluster for the cluster as a whole' }),
  name: Type.String(),
  namespace: Type.Optional(Type.String()),
  container: Type.Optional(Type.String()),
  node: Type.Optional(Type.String()),
});

/** What one check or policy says for one control about one thing. */
export const ComplianceItem = Type.Object(
  {
    framework: Type.String(),
    control: Type.String(),
    check: Type.String({ description: 'Check or policy that decides' }),
    state: State,
    severity: Severity,
    subject: ComplianceSubject,
    message: Type.String(),
    evidence: Type.Array(Evidence),
    remediation: Type.String({ description: 'The change that makes it right on this distribution; empty where nothing is wrong' }),
    exception: Type.Optional(Exception),
  },
  { $id: 'compliance-item', description: 'What one check or policy says for one control about one thing' },
);
export type ComplianceItem = Static<typeof ComplianceItem>;

/** A control with everything that decides it. */
export const ControlResult = Type.Object(
  {
    framework: Type.String(),
    control: Type.String(),
    title: Type.String(),
    group: Type.String(),
    level: Type.String(),
    state: State,
    reason: Type.String({ description: 'Where nothing decides it: why; else empty' }),
    items: Type.Array(ComplianceItem),
  },
  { $id: 'control-result', description: 'A control with everything that decides it' },
);
export type ControlResult = Static<typeof ControlResult>;

/** What `breakwater compliance run --format json` prints. */
export const ComplianceOutput = Type.Object(
  {
    schema: Type.Literal('breakwater/compliance'),
    version: Type.String({ description: 'Version of the shape' }),
    results: Type.Array(ControlResult),
    problems: Type.Array(Problem),
    summary: Type.Object({
      frameworks: Type.Array(Type.String()),
      nodes: Type.Integer({ description: 'Nodes that were seen' }),
      objects: Type.Integer(),
      controls: Type.Object(Object.fromEntries(STATES.map(state => [state, Type.Integer({ minimum: 0 })])), {
        description: 'Controls by state',
      }),
      decided: Type.Integer({ description: 'Controls that pass, fail or do not apply, by evidence' }),
    }),
  },
  { $id: 'compliance-output', description: 'What `breakwater compliance run --format json` prints' },
);
export type ComplianceOutput = Static<typeof ComplianceOutput>;
