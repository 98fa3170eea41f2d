import { AppError } from '@breakwater/model';

export type SensorErrorCode =
  /** The server did not take the join token: used already, too old, or of another server. */
  | 'enrol-refused'
  /** What answers is not the server that the join token or the identity was made for. */
  | 'server-untrusted'
  /** The server cannot be reached. */
  | 'server-unreachable'
  /** There is neither an identity nor a join token that would give one. */
  | 'identity-missing'
  /** The server takes this sensor no longer: the cluster was removed, or the protocol is not spoken any more. */
  | 'server-refused'
  /** A role cannot reach its sensor, or does not know its certificate. */
  | 'sensor-unreachable'
  /** The sensor does not take what a role says, or does not know the role. */
  | 'sensor-refused'
  /** The port for roles cannot be opened, or nobody could be told from anybody else on it. */
  | 'role-port-unusable'
  /** The port for events of others cannot be opened, or nobody could be told from anybody else on it. */
  | 'event-port-unusable'
  /** A problem: something that others delivered as events could not be read. */
  | 'records-refused'
  /** The thread that evaluates ended by itself. */
  | 'evaluation-ended'
  /** A problem: the spool on disk is full; the oldest items were dropped, and are sent anew after the next connection. */
  | 'spool-full'
  /** Events could not be kept until the server was reached again; how many is said. */
  | 'events-lost'
  /** A problem: an item is larger than what may be sent, so that the server does not know it. */
  | 'item-too-large'
  /** A problem: an object makes judging it fail, so that nothing is said about it. */
  | 'object-unjudged'
  /** A problem: only metadata of a kind is read, as it was asked for, so that nothing in its objects is judged. */
  | 'kind-metadata-only'
  /** A problem: a policy of the server cannot be used here. */
  | 'policy-unusable'
  /** A problem: somebody changed or deleted an object of native enforcement; it was put right. */
  | 'native-changed'
  /** A problem: an object of native enforcement could not be written. */
  | 'native-not-written'
  /** A problem: the API server takes a policy and warns about its expressions. */
  | 'native-type-warning'
  /** A problem: objects of native enforcement are there that no sensor looks after any more. */
  | 'native-left-over'
  /** A problem: files of the folder cannot be read. */
  | 'folder-unreadable'
  /** A problem: the folder has more files than lines can be told of. */
  | 'folder-lines-unknown'
  /** What an admission process is given to decide by is no bundle, was cut off, or is of another release. */
  | 'bundle-invalid'
  /** A problem: what admission decides by cannot be made or written; admission goes on with the last one. */
  | 'bundle-not-written'
  /** A problem: an object was let through by a break-glass that counts no longer. */
  | 'break-glass-ended'
  /** A problem: nothing is heard of the agent of a node, so what happens there is not seen. */
  | 'agent-silent'
  /** A problem: the cluster does not say that an agent runs on the node that it speaks of. */
  | 'agent-unproven'
  /** A problem: what containers do could not be learned, judged or kept; the rest goes on. */
  | 'behavior-failed'
  /** The certificate of the admission webhook cannot be read, or not be kept. */
  | 'certificate-unusable';

/** Something that the sensor could not do. */
export class SensorError extends AppError<SensorErrorCode> {}
