import type { RunProgress } from './run-progress.ts';

const SENTENCES: Readonly<Record<string, string>> = {
  received: 'received, an immutable snapshot is taken',
  cleaning: 'cleaning',
  'building-features': 'building features',
  training: 'training and comparing models',
  scoring: 'scoring every customer',
  published: 'published',
  superseded: 'superseded: a newer upload was published instead',
  failed: 'failed',
};

/** A run's state in words, with what is known of it by then. */
export function describeRun(run: RunProgress): string {
  const sentence = SENTENCES[run.state] ?? run.state;
  if (run.state === 'failed') return `failed in ${run.failure?.stage}: ${run.failure?.message}`;
  if (run.state !== 'published') return sentence;
  const rejected =
    run.rejectedRows === null || run.rejectedRows === 0 ? '' : `, ${count(run.rejectedRows)} rows rejected`;
  return `published: ${count(run.customers ?? 0)} customers${rejected}, model ${run.modelVersion}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
