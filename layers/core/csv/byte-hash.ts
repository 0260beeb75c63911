/**
 * A 32-bit hash of the bytes from `start` to `end`, from 0 to 2³² − 1: multiply and rotate by four bytes, then mixed so
 * that every bit depends on every other. Two odd `key`s give two hashes that may be taken together as one of 64 bits.
 * Not for secrets.
 */
export function hash32(view: DataView, start: number, end: number, key: number): number {
  const length = end - start;
  let hash = step(key, length, key);
  if (length < 4) return mixed(step(hash, fewBytes(view, start, length), key));
  for (let index = start; index < end - 4; index += 4) hash = step(hash, view.getInt32(index, true), key);
  return mixed(step(hash, view.getInt32(end - 4, true), key));
}

/** Whether as many bytes are the same in both places. */
export function areBytesEqual(
  one: DataView,
  oneStart: number,
  other: DataView,
  otherStart: number,
  length: number,
): boolean {
  if (length < 4) return fewBytes(one, oneStart, length) === fewBytes(other, otherStart, length);
  const last = length - 4;
  for (let index = 0; index < last; index += 4) {
    if (one.getInt32(oneStart + index) !== other.getInt32(otherStart + index)) return false;
  }
  return one.getInt32(oneStart + last) === other.getInt32(otherStart + last);
}

/** Up to three bytes as one number, different for different bytes of the same length. */
export function fewBytes(view: DataView, start: number, length: number): number {
  if (length === 0) return 0;
  const middle = view.getUint8(start + (length >> 1));
  return view.getUint8(start) | (middle << 8) | (view.getUint8(start + length - 1) << 16);
}

function step(hash: number, word: number, key: number): number {
  const product = Math.imul(hash ^ word, key);
  return (product << 13) | (product >>> 19);
}

function mixed(hash: number): number {
  let mix = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  mix = Math.imul(mix ^ (mix >>> 15), 0x846ca68b);
  return (mix ^ (mix >>> 16)) >>> 0;
}
