import { codeRows } from '#core/learners/forest/row-block.ts';
import { seededRandom } from '#core/learners/seeded-random.ts';
import { ALONE } from '#core/learners/team.ts';
import type { BinnedFeature } from '#core/learners/trees/binned-feature.ts';

/** A feature whose bins are its values, parted at the halves between them. */
export function binnedFeature(bins: readonly number[], binCount: number): BinnedFeature {
  return {
    feature: { kind: 'numeric', column: 0, imputedWith: 0 },
    bins: Uint8Array.from(bins),
    thresholds: Float32Array.from({ length: binCount - 1 }, (_, bin) => bin + 0.5),
  };
}

/** Rows of random bins; the last feature tells something of who leaves. */
export function randomRows(rowCount: number, featureCount: number, seed: number) {
  const random = seededRandom(seed);
  const features = Array.from({ length: featureCount }, (_, f) => {
    const binCount = 2 + f * 3;
    return binnedFeature(
      Array.from({ length: rowCount }, () => random.nextInt(binCount)),
      binCount,
    );
  });
  const labels = Uint8Array.from({ length: rowCount }, (_, row) =>
    random.nextInt(30) < 5 + features.at(-1)!.bins[row]! ? 1 : 0,
  );
  return { features, labels, coded: codeRows(features, labels, ALONE) };
}
