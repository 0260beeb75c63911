import type { Runs } from '#core/api/contract.ts';

export interface RunFailureProps {
  readonly failure: NonNullable<Runs['runs'][number]['failure']>;
}

/** Where a run failed, why, and whether to upload again. */
export function RunFailure({ failure }: RunFailureProps) {
  return (
    <p class="run-failure">
      <strong>Failed at {failure.stage}.</strong> {failure.message} <code>{failure.code}</code>
      <br />
      {failure.retryable
        ? 'The fault may be of the moment: upload the file again.'
        : 'The file itself cannot be used: correct it and upload it again.'}
    </p>
  );
}
