import type { RunProgress, RunState } from '#core/lake/run-status.ts';

export interface RunStateWords {
  readonly label: string;
  readonly tone: 'working' | 'good' | 'bad' | 'quiet';
  /** Nothing more will happen to the run by itself. */
  readonly ended: boolean;
}

const WORDS: Readonly<Record<RunState, RunStateWords>> = {
  received: { label: 'Received', tone: 'working', ended: false },
  cleaning: { label: 'Cleaning', tone: 'working', ended: false },
  'building-features': { label: 'Building features', tone: 'working', ended: false },
  training: { label: 'Training', tone: 'working', ended: false },
  scoring: { label: 'Scoring', tone: 'working', ended: false },
  published: { label: 'Published', tone: 'good', ended: true },
  superseded: { label: 'Superseded', tone: 'quiet', ended: true },
  failed: { label: 'Failed', tone: 'bad', ended: true },
};

/** Every state of a run; the record above does not compile without one of them. */
export const RUN_STATE_NAMES = Object.keys(WORDS) as readonly RunState[];

const STAGES: Readonly<Record<RunProgress['stage'], true>> = {
  ingest: true,
  clean: true,
  features: true,
  train: true,
  score: true,
};

/** Every stage of a run; the record above does not compile without one of them. */
export const STAGE_NAMES = Object.keys(STAGES) as readonly RunProgress['stage'][];

/** How a run's state is shown. */
export const runStateWords = (state: RunState): RunStateWords => WORDS[state];
