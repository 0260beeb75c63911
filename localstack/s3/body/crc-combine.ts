/**
 * The CRC of two pieces of data one after the other, from the CRC of each and the length of the second, as zlib's
 * `crc32_combine` does it: the first is multiplied by x^(8·length) modulo the reflected polynomial.
 */
export function combineCrcs(first: Buffer, second: Buffer, secondBytes: number, polynomial: bigint): Buffer {
  const width = BigInt(first.byteLength * 8);
  const shift = powerOfX(BigInt(secondBytes) * 8n, polynomial, width);
  const combined = multiply(shift, toBigInt(first), polynomial, width) ^ toBigInt(second);
  return Buffer.from(combined.toString(16).padStart(first.byteLength * 2, '0'), 'hex');
}

/** x^exponent modulo the polynomial; in a reflected polynomial the highest bit is x^0. */
function powerOfX(exponent: bigint, polynomial: bigint, width: bigint): bigint {
  let power = 1n << (width - 1n);
  let square = 1n << (width - 2n);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) power = multiply(square, power, polynomial, width);
    square = multiply(square, square, polynomial, width);
  }
  return power;
}

function multiply(left: bigint, right: bigint, polynomial: bigint, width: bigint): bigint {
  let product = 0n;
  let term = right;
  for (let bit = 1n << (width - 1n); bit > 0n; bit >>= 1n) {
    if (left & bit) product ^= term;
    term = term & 1n ? (term >> 1n) ^ polynomial : term >> 1n;
  }
  return product;
}

function toBigInt(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}
