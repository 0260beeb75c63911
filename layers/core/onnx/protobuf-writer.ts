const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

const utf8 = new TextEncoder();

/**
 * Writes messages in the protobuf wire format: fields in the order of the calls.
 * Source: protobuf.dev/programming-guides/encoding.
 */
export class ProtobufWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** An int32, int64 or enum field; the value is an integer in [0, 2⁵³). */
  integer(field: number, value: number): void {
    this.#tag(field, VARINT);
    this.#varint(value);
  }

  float(field: number, value: number): void {
    this.#tag(field, FIXED_32);
    this.#append(new Uint8Array(Float32Array.of(value).buffer));
  }

  text(field: number, value: string): void {
    this.bytes(field, utf8.encode(value));
  }

  bytes(field: number, value: Uint8Array): void {
    this.#tag(field, LENGTH_DELIMITED);
    this.#varint(value.length);
    this.#append(value);
  }

  message(field: number, write: (writer: ProtobufWriter) => void): void {
    const writer = new ProtobufWriter();
    write(writer);
    this.bytes(field, writer.#bytes.subarray(0, writer.#length));
  }

  /** A repeated integer field, packed; values as of `integer`. */
  integers(field: number, values: ArrayLike<number>): void {
    this.message(field, (writer) => {
      for (let i = 0; i < values.length; i++) writer.#varint(values[i]!);
    });
  }

  /** A repeated float field, packed. */
  floats(field: number, values: Float32Array): void {
    this.bytes(field, littleEndian(values));
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  #varint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  #append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** The bytes of a typed array, little-endian as protobuf and ONNX want them. */
export function littleEndian(values: Float32Array | Float64Array | Uint8Array | BigInt64Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
  const machineIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  if (machineIsLittleEndian) return bytes;
  const width = values.BYTES_PER_ELEMENT;
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
  return bytes;
}
