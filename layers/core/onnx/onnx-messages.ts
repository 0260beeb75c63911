import { littleEndian, type ProtobufWriter } from './protobuf-writer.ts';

/** TensorProto.DataType of onnx.proto, those in use here. */
export const DATA_TYPE = { float: 1, uint8: 2, int64: 7, string: 8, double: 11 } as const;
export type DataType = keyof typeof DATA_TYPE;

/** A constant tensor, its values in row-major order. */
export interface ConstantTensor {
  readonly dims: readonly number[];
  readonly values: Float32Array | Float64Array | Uint8Array | BigInt64Array;
}

/** An attribute of a node; `int` and `float` are told apart, as ONNX does. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: ArrayLike<number> }
  | { readonly floats: Float32Array }
  | { readonly strings: readonly string[] }
  | { readonly tensor: ConstantTensor };

/** One operation of a graph. */
export interface GraphNode {
  readonly operator: string;
  /** '' for the standard operators, `ai.onnx.ml` for those of machine learning. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** An input or output of the whole graph, of shape [rows, 1]. */
export interface GraphValue {
  readonly name: string;
  readonly type: DataType;
}

/** NodeProto. Field numbers here and below are those of onnx.proto. */
export function writeNode(writer: ProtobufWriter, node: GraphNode): void {
  for (const input of node.inputs) writer.text(1, input);
  writer.text(2, node.output);
  writer.text(4, node.operator);
  for (const [name, attribute] of Object.entries(node.attributes)) {
    writer.message(5, (inner) => writeAttribute(inner, name, attribute));
  }
  if (node.domain !== '') writer.text(7, node.domain);
}

/** AttributeProto. */
function writeAttribute(writer: ProtobufWriter, name: string, attribute: Attribute): void {
  writer.text(1, name);
  if ('float' in attribute) {
    writer.float(2, attribute.float);
    writer.integer(20, 1);
  } else if ('int' in attribute) {
    writer.integer(3, attribute.int);
    writer.integer(20, 2);
  } else if ('tensor' in attribute) {
    writer.message(5, (inner) => writeTensor(inner, '', attribute.tensor));
    writer.integer(20, 4);
  } else if ('floats' in attribute) {
    writer.floats(7, attribute.floats);
    writer.integer(20, 6);
  } else if ('ints' in attribute) {
    writer.integers(8, attribute.ints);
    writer.integer(20, 7);
  } else {
    for (const value of attribute.strings) writer.text(9, value);
    writer.integer(20, 8);
  }
}

/** TensorProto with its values as raw bytes. */
export function writeTensor(writer: ProtobufWriter, name: string, tensor: ConstantTensor): void {
  writer.integers(1, tensor.dims);
  writer.integer(2, DATA_TYPE[dataTypeOf(tensor.values)]);
  if (name !== '') writer.text(8, name);
  writer.bytes(9, littleEndian(tensor.values));
}

/** ValueInfoProto of shape [rows, 1], the rows left open. */
export function writeValueInfo(writer: ProtobufWriter, value: GraphValue): void {
  writer.text(1, value.name);
  writer.message(2, (type) =>
    type.message(1, (tensor) => {
      tensor.integer(1, DATA_TYPE[value.type]);
      tensor.message(2, (shape) => {
        shape.message(1, (dimension) => dimension.text(2, 'rows'));
        shape.message(1, (dimension) => dimension.integer(1, 1));
      });
    }),
  );
}

function dataTypeOf(values: ConstantTensor['values']): DataType {
  if (values instanceof Float32Array) return 'float';
  if (values instanceof Float64Array) return 'double';
  return values instanceof Uint8Array ? 'uint8' : 'int64';
}
