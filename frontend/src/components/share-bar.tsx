export interface ShareBarProps {
  /** In [0, 1]; what lies outside is drawn at the nearer end. */
  readonly share: number;
  /** The name of a fill in charts.css: `accent`, `high`, `medium`, `low`, `quiet`. */
  readonly tone?: string | undefined;
}

/** A thin bar beside a number that says the same; hidden from screen readers. */
export function ShareBar({ share, tone = 'accent' }: ShareBarProps) {
  const width = Math.min(Math.max(share, 0), 1) * 100;
  return (
    <svg class="share-bar" width="100%" height="6" aria-hidden="true" focusable="false">
      <rect class="fill-track" width="100%" height="6" rx="3" />
      {width > 0 && <rect class={`fill-${tone}`} width={`${width}%`} height="6" rx="3" />}
    </svg>
  );
}
