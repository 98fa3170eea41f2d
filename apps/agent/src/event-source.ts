import type { Log } from '@breakwater/daemon';
import type { Event, Problem } from '@breakwater/model';
import type { EventMaker } from './events/event-maker.ts';
import type { AgentOptions } from './options.ts';

/** What a source has at hand. */
export interface SourceSurroundings {
  readonly options: AgentOptions;
  readonly maker: EventMaker;
  readonly log: Log;
  /** Takes an event over. `start`: of its process, in hundredths of a second since boot, where that has just executed something or still runs. */
  readonly emit: (event: Event, start?: number) => void;
  /**
   * Tells events and resolves once they are taken, however long that takes: for what is kept elsewhere until then. Apart from what `emit` takes, and
   * not limited. Rejects when the signal ends it.
   */
  readonly deliver: (events: readonly Event[], signal: AbortSignal) => Promise<void>;
  /** Notes something that is wrong; `lasting` for as long as the agent runs. */
  readonly notice: (problem: Problem, lasting?: boolean) => void;
  /** Says that something can be seen or done here, or why it cannot. */
  readonly tellCapability: (name: string, missing: string | undefined) => void;
  /** Id of the container that runs in a cgroup, else the number of the cgroup. */
  readonly findContainer: (cgroup: string) => string;
  readonly clock: { readonly set: (boot: bigint, wall: bigint) => void };
}

/** One way by which an agent learns what happens on its node. */
export interface EventSource {
  readonly name: string;
  /** Rights that it needs, as a person would grant them. */
  readonly privileges: readonly string[];
  /** Types of events that it yields. */
  readonly yields: readonly Event['type'][];
  /** Capabilities that it has where the machine allows; each is told when it is known whether it does. */
  readonly capabilities: readonly string[];
  /** Starts it, and gives what ends it. Sources start in the order of their names; what one is known by counts for the next. */
  readonly start: (surroundings: SourceSurroundings) => Promise<() => Promise<void>> | (() => Promise<void>);
}
