/*
 * The inner loops over rows. Each takes whole columns and the range [start, start + count) of its rows; what is of a
 * block of rows alone (log-odds, residuals) is indexed from 0.
 */

/** sums[i] += weight · values[start + i] */
export function addWeighted(
  values: Float32Array,
  weight: number,
  start: number,
  count: number,
  sums: Float64Array,
): void {
  for (let i = 0; i < count; i++) sums[i]! += weight * values[start + i]!;
}

/** The same for the columns `first` to `first` + 3 at once; the weight of column k is weights[k + 1]. */
export function addFourWeighted(
  columns: readonly Float32Array[],
  first: number,
  weights: Float64Array,
  start: number,
  count: number,
  sums: Float64Array,
): void {
  const [a, b] = [columns[first]!, columns[first + 1]!];
  const [c, d] = [columns[first + 2]!, columns[first + 3]!];
  const [p, q, r, s] = [weights[first + 1]!, weights[first + 2]!, weights[first + 3]!, weights[first + 4]!];
  for (let i = 0, row = start; i < count; i++, row++) {
    sums[i]! += p * a[row]! + q * b[row]! + (r * c[row]! + s * d[row]!);
  }
}

/** sums[i] += parts[codes[start + i]] */
export function addParts(
  codes: Uint8Array,
  parts: Float64Array,
  start: number,
  count: number,
  sums: Float64Array,
): void {
  for (let i = 0; i < count; i++) sums[i]! += parts[codes[start + i]!]!;
}

/** The same for the columns of codes `first` and `first` + 1 at once. */
export function addTwoParts(
  codes: readonly Uint8Array[],
  first: number,
  parts: readonly Float64Array[],
  start: number,
  count: number,
  sums: Float64Array,
): void {
  const [a, b] = [codes[first]!, codes[first + 1]!];
  const [p, q] = [parts[first]!, parts[first + 1]!];
  for (let i = 0, row = start; i < count; i++, row++) sums[i]! += p[a[row]!]! + q[b[row]!]!;
}

/** Σ weights[i] · values[start + i] */
export function weightedSum(
  values: Float32Array,
  weights: Float64Array,
  start: number,
  count: number,
): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += weights[i]! * values[start + i]!;
  return sum;
}

/** Adds the weighted sums of the columns `first` to `first` + 3; that of column k to sums[k + 1]. */
export function addFourWeightedSums(
  columns: readonly Float32Array[],
  first: number,
  weights: Float64Array,
  start: number,
  count: number,
  sums: Float64Array,
): void {
  const [a, b] = [columns[first]!, columns[first + 1]!];
  const [c, d] = [columns[first + 2]!, columns[first + 3]!];
  let [p, q, r, s] = [0, 0, 0, 0];
  for (let i = 0, row = start; i < count; i++, row++) {
    const weight = weights[i]!;
    p += weight * a[row]!;
    q += weight * b[row]!;
    r += weight * c[row]!;
    s += weight * d[row]!;
  }
  sums[first + 1]! += p;
  sums[first + 2]! += q;
  sums[first + 3]! += r;
  sums[first + 4]! += s;
}

/** sums[codes[start + i]] += weights[i] */
export function addByCode(
  codes: Uint8Array,
  weights: Float64Array,
  start: number,
  count: number,
  sums: Float64Array,
): void {
  for (let i = 0; i < count; i++) sums[codes[start + i]!]! += weights[i]!;
}

/** The same for every column of codes, with sums of its own each. */
export function addByCodes(
  codes: readonly Uint8Array[],
  weights: Float64Array,
  start: number,
  count: number,
  sums: readonly Float64Array[],
): void {
  let column = 0;
  for (; column + 2 <= codes.length; column += 2) {
    addByTwoCodes(codes, column, weights, start, count, sums);
  }
  if (column < codes.length) addByCode(codes[column]!, weights, start, count, sums[column]!);
}

/** Two columns in turn: adding to one column's sums twice in a row makes the processor wait. */
function addByTwoCodes(
  codes: readonly Uint8Array[],
  first: number,
  weights: Float64Array,
  start: number,
  count: number,
  sums: readonly Float64Array[],
): void {
  const [a, b] = [codes[first]!, codes[first + 1]!];
  const [p, q] = [sums[first]!, sums[first + 1]!];
  for (let i = 0, row = start; i < count; i++, row++) {
    const weight = weights[i]!;
    p[a[row]!]! += weight;
    q[b[row]!]! += weight;
  }
}

/** sums[codes[i] · width + others[i]] += weights[i] */
export function addByPair(
  codes: Uint8Array,
  others: Uint8Array,
  width: number,
  weights: Float64Array,
  sums: Float64Array,
): void {
  for (let i = 0; i < weights.length; i++) sums[codes[i]! * width + others[i]!]! += weights[i]!;
}
