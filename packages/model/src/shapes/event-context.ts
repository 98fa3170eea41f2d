import { type Static, Type } from 'typebox';

const Names = Type.Array(Type.String());

/** How what happened stands to what the baseline of its workload version knows. */
export const BASELINE_VERDICTS = [
  'known',
  'new-path',
  'new-arguments',
  'new-user',
  'new-parent',
  'new-peer',
  'new-listener',
  'new-file',
  'new-name',
  'new-call',
  'new-syscall',
  'removed',
] as const;

/** What is known around an event: of its image, its workload's past, its peer, and of events before it. A part that is absent was not looked at. */
export const EventContext = Type.Object(
  {
    baseline: Type.Optional(
      Type.Object(
        {
          state: Type.Enum(['learning', 'locked'], { description: 'Only what is outside of a locked one violates' }),
          coverage: Type.Enum(['full', 'partial'], { description: 'partial: a container ran already when learning began' }),
          verdict: Type.Enum([...BASELINE_VERDICTS]),
          detail: Type.Optional(Type.String({ description: 'What is new, in words' })),
        },
        { description: 'What this workload version and container did before' },
      ),
    ),
    image: Type.Optional(
      Type.Object(
        {
          file: Type.Optional(
            Type.Enum(['same', 'changed', 'absent'], { description: 'The program, against the list of files of the image' }),
          ),
          entrypoint: Type.Optional(Type.Boolean({ description: 'Of the first process: whether it is what image and manifest say' })),
          package: Type.Optional(Type.String({ description: 'purl of the package that owns the program' })),
          exploited: Type.Optional(Type.Array(Type.String(), { description: 'Known exploited vulnerabilities of that package' })),
        },
        { description: 'What image and manifest promise' },
      ),
    ),
    network: Type.Optional(
      Type.Object(
        {
          verdict: Type.Enum(['allowed', 'denied'], { description: 'What the network policies say of a connection that came about' }),
          by: Type.Optional(Names),
        },
        { description: 'What network policies allow' },
      ),
    ),
    peer: Type.Optional(
      Type.Object(
        {
          kind: Type.Enum(['workload', 'service', 'node', 'api-server', 'metadata', 'loopback', 'external']),
          namespace: Type.Optional(Type.String()),
          name: Type.Optional(Type.String({ description: 'Of a workload kind and name, as Deployment/web' })),
          names: Type.Optional(
            Type.Array(Type.String(), { description: 'DNS names that led to the address, as the container asked for them' }),
          ),
        },
        { description: 'The other end of a connection' },
      ),
    ),
    signals: Type.Optional(
      Type.Array(
        Type.Object({
          detector: Type.String({ description: 'As port-scan' }),
          detail: Type.String({ description: 'What was seen, in words' }),
          count: Type.Integer({ minimum: 1 }),
        }),
        { description: 'What detectors say that look at several events; each once for what it saw' },
      ),
    ),
  },
  { $id: 'event-context', additionalProperties: false, description: 'What is known around an event' },
);
export type EventContext = Static<typeof EventContext>;
