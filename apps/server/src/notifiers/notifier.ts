import type { ComplianceMessage, RebuildMessage, ViolationMessage } from './message.ts';

/** Where messages go, as stored; the secret is opened only to send. */
export interface Target {
  readonly config: Readonly<Record<string, unknown>>;
  readonly secret: string | undefined;
}

/** What holds for all deliveries of this server. */
export interface DeliveryOptions {
  /** Whether loopback addresses may be reached. */
  readonly allowLoopback: boolean;
}

/** A way to tell somebody: one file of this folder. */
export interface Notifier {
  readonly type: string;
  /** Members of the configuration that are secrets: written, never read back. At most one is kept. */
  readonly secret: string;
  /** Why a configuration cannot be used; undefined when it can. */
  readonly findFault: (config: Readonly<Record<string, unknown>>) => string | undefined;
  /** Sends one message. @throws NotifierError with a message for the person who configured it */
  readonly deliver: (
    target: Target,
    message: ViolationMessage | RebuildMessage | ComplianceMessage | TestMessage,
    options: DeliveryOptions,
  ) => Promise<void>;
}

export interface TestMessage {
  readonly schema: 'breakwater/notification/1';
  readonly id: string;
  readonly event: 'test';
  readonly time: string;
}
