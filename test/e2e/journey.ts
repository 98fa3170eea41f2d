import type { ControlPlane, Profile } from '../cluster/control-plane.ts';

/** One end-to-end test against a real API server. */
export interface Journey {
  readonly name: string;
  /** Journeys of one profile share a control plane; `bare` unless it says otherwise. */
  readonly profile?: Profile;
  /** Takes long: made by `make e2e-full` only. */
  readonly full?: true;
  /** What went wrong, a line each; `report` tells what was found. */
  readonly run: (plane: ControlPlane, report: (line: string) => void) => Promise<readonly string[]>;
}
