export { Behavior, createBaseline, learnAll } from './baseline/behavior.ts';
export { allowEntries, allowSightings, type ChangedEntries, removeEntries } from './baseline/change-entries.ts';
export { type BaselineChange, diffBaselines } from './baseline/diff-baselines.ts';
export { type Deviation, DeviationFinder } from './baseline/find-deviations.ts';
export {
  BY_STEADINESS,
  explainLearning,
  findLearning,
  followVersion,
  LEARNING,
  type LearningRule,
  lockBaseline,
  type ManifestCommand,
  seedCommands,
  unlockBaseline,
} from './baseline/life.ts';
export { type BaselineEntry, listEntries } from './baseline/list-entries.ts';
export type { ImageFile, ImagePromise } from './context/compare-image.ts';
export { EventWatcher, type EventWatcherOptions, toBehaviorSubject } from './context/event-watcher.ts';
export type { FindAddress, Peer } from './context/name-peer.ts';
export { describeEvent } from './describe-event.ts';
export { Detection } from './detection/detection.ts';
export type { Detector, Signal } from './detector.ts';
export { detectors } from './detectors.generated.ts';
export type { BehaviorErrorCode } from './errors.ts';
export { toNeeds } from './export/to-needs.ts';
export { explainIncomplete, nameSubject, toSeccomp } from './export/to-seccomp.ts';
export { formatEndpoint } from './format-endpoint.ts';
export { readRecordedLine } from './read-recording.ts';
export type { Reading, RecordedEvent } from './recording.ts';
export { redactEvent } from './redact/redact-event.ts';
export { type ContainerComparison, compareEvents } from './replicas/compare-events.ts';
export { compareReplicas, type Replica, type ReplicaComparison } from './replicas/compare-replicas.ts';
export type { Sighting } from './sighting.ts';
