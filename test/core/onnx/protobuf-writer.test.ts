import { BinaryReader } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProtobufWriter } from '#core/onnx/protobuf-writer.ts';

test('the example of the protobuf documentation', () => {
  // Origin: protobuf.dev/programming-guides/encoding, "A Simple Message" and "Length-Delimited Records".
  const writer = new ProtobufWriter();
  writer.integer(1, 150);
  writer.text(2, 'testing');
  expect(Buffer.from(writer.finish()).toString('hex')).toBe('08960112' + '0774657374696e67');
});

test('what is written is read back by another implementation', () => {
  const integers = fc.array(fc.nat({ max: Number.MAX_SAFE_INTEGER }), { maxLength: 40 });
  const text = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(integers, text, fc.float({ noNaN: true }), (values, words, float) => {
      const writer = new ProtobufWriter();
      writer.message(16, (inner) => inner.text(1, words));
      writer.float(3, float);
      writer.integers(536_870_911, values);
      const reader = new BinaryReader(writer.finish());
      expect(reader.tag()).toEqual([16, 2]);
      reader.uint32();
      expect(reader.tag()).toEqual([1, 2]);
      expect(reader.string()).toBe(words);
      expect(reader.tag()).toEqual([3, 5]);
      expect(reader.float()).toBe(float);
      expect(reader.tag()).toEqual([536_870_911, 2]);
      const end = reader.uint32() + reader.pos;
      const read: number[] = [];
      while (reader.pos < end) read.push(Number(reader.int64()));
      expect(read).toEqual(values);
    }),
  );
});
