const encoder = new TextEncoder();

/** Bytes that grow at their end. Writing wants room, which `reserve` makes. */
export class ByteBuffer {
  /** Those before `length` are written. */
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView;
  length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Makes room for `count` bytes after `length`, and four more that `copy` may write over. */
  reserve(count: number): void {
    const wanted = this.length + count + 4;
    if (wanted > this.bytes.length) this.#moveTo(Math.max(wanted, this.bytes.length * 2));
  }

  /** Copies the bytes from `start` to `end`. Room for them must be reserved. */
  copy(from: DataView, start: number, end: number): void {
    const { view, length } = this;
    const count = end - start;
    if (count < 4) {
      for (let index = 0; index < count; index++) view.setUint8(length + index, from.getUint8(start + index));
    } else {
      const last = count - 4;
      for (let index = 0; index < last; index += 4)
        view.setInt32(length + index, from.getInt32(start + index));
      view.setInt32(length + last, from.getInt32(end - 4));
    }
    this.length = length + count;
  }

  /** Adds one byte. Room for it must be reserved. */
  byte(value: number): void {
    this.bytes[this.length++] = value;
  }

  /** Adds text as UTF-8, making room for it. */
  text(text: string): void {
    this.reserve(text.length * 3);
    this.length += encoder.encodeInto(text, this.bytes.subarray(this.length)).written;
  }

  /** Gives the bytes written away and begins anew with room for `capacity`. */
  take(capacity: number): Uint8Array<ArrayBuffer> {
    const taken = this.bytes.subarray(0, this.length);
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
    this.length = 0;
    return taken;
  }

  #moveTo(capacity: number): void {
    const bytes = new Uint8Array(capacity);
    bytes.set(this.bytes.subarray(0, this.length));
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer);
  }
}
