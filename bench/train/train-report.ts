import type { Machine } from '../machine.ts';
import type { PeerVersions } from '../peers/python-peers.ts';
import type { FitReport } from './fit-report.ts';
import type { StageReport } from './stage.ts';

/** All that `bench train` measures. */
export interface TrainReport {
  readonly bench: 'train';
  readonly machine: Machine;
  readonly source: { readonly file: string } | { readonly rows: number };
  readonly seed: number;
  readonly runs: number;
  /** Of the peers, and of a team of ours. */
  readonly threads: number;
  /** null where they were not run. */
  readonly peers: PeerVersions | null;
  readonly missing?: string;
  /** The raw file to customer_features.csv. */
  readonly featuresMs?: number;
  readonly fits: readonly FitReport[];
  readonly stage?: StageReport;
}
