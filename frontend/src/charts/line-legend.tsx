export interface LineLegendProps {
  readonly line: string;
  readonly reference: string;
  /** What is ringed on the line; undefined where nothing is. */
  readonly mark?: string | undefined;
}

/** What a LineChart's lines and its ring mean. */
export function LineLegend({ line, reference, mark }: LineLegendProps) {
  return (
    <p class="legend">
      <span class="legend__item">
        <svg width="22" height="10" aria-hidden="true">
          <line class="curve__line" x1="1" x2="21" y1="5" y2="5" />
        </svg>
        {line}
      </span>
      <span class="legend__item">
        <svg width="22" height="10" aria-hidden="true">
          <line class="curve__reference" x1="1" x2="21" y1="5" y2="5" />
        </svg>
        {reference}
      </span>
      {mark !== undefined && (
        <span class="legend__item">
          <svg width="14" height="14" aria-hidden="true">
            <circle class="curve__mark" cx="7" cy="7" r="5" />
          </svg>
          {mark}
        </span>
      )}
    </p>
  );
}
