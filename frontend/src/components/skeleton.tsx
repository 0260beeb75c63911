/** Holds the place of a text that is on its way, as wide as it will be in characters. */
export function Skeleton({ characters }: { readonly characters: number }) {
  const text = '0'.repeat(characters);
  return (
    <span class="skeleton" aria-hidden="true">
      {text}
    </span>
  );
}

/** Holds the place of a table or chart: so many lines of one table row each. */
export function SkeletonRows({ rows }: { readonly rows: number }) {
  return (
    <div class="skeleton-rows" aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        <div class="skeleton-row" key={row} />
      ))}
    </div>
  );
}
