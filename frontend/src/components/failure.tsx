import { type ApiError, DATABASE_WAKING } from '../api/api-error.ts';

export interface FailureProps {
  /** What could not be done, e.g. `The segments could not be loaded.` */
  readonly what: string;
  readonly error: ApiError;
  readonly retry: () => void;
}

/** What failed, why, how to find it in the logs, and a way to try again. */
export function Failure({ what, error, retry }: FailureProps) {
  if (error.code === DATABASE_WAKING) return <Waking />;
  return (
    <div class="message message--bad" role="alert">
      <p class="message__title">{what}</p>
      <p>{error.message}</p>
      <p class="message__reference">
        <span>
          Code <code>{error.code}</code>
        </span>
        {error.requestId !== undefined && (
          <span>
            Request <code>{error.requestId}</code>
          </span>
        )}
      </p>
      <button type="button" class="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

/** The database had gone to sleep; the loader tries again by itself. */
export function Waking() {
  return (
    <div class="message" role="status">
      <p class="message__title">
        <span class="pulse" aria-hidden="true" />
        The database is waking
      </p>
      <p>It sleeps when nobody looks. This takes about half a minute and goes on by itself.</p>
    </div>
  );
}
