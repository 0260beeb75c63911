import fc from 'fast-check';

/** Scores on a coarse grid, so that ties are common, with both labels present. */
export const scored = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 1 })), {
    minLength: 2,
    maxLength: 60,
  })
  .filter((rows) => new Set(rows.map(([, label]) => label)).size === 2)
  .map((rows) => ({ scores: rows.map(([score]) => score / 12), labels: rows.map(([, label]) => label) }));
