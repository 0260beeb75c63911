/**
 * A 32-bit hash of text, from 0 to 2³² − 1: multiply and rotate by character, then mixed so that every bit depends on
 * every other. Two odd `key`s give two hashes that may be taken together as one of 64 bits. Not for secrets.
 */
export function hash32(text: string, key: number): number {
  let hash = key ^ text.length;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), key);
    hash = (hash << 13) | (hash >>> 19);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
